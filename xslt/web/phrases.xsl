<?xml version="1.0" encoding="UTF-8"?>
<!--
  Phrases inside heads, bylines and paragraphs. Both texts are in the page: what a reader sees (the reading text) and what the
  source has; the style sheet shows one of them. Classes that the reading text leaves out: surplus, sic, orig, rdg, pb, seam.
-->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:tei="http://www.tei-c.org/ns/1.0" exclude-result-prefixes="tei">
  <xsl:key name="by-id" match="*[@xml:id]" use="@xml:id"/>

  <!-- An element whose class is `class`: span, or div where it holds a block or stands among blocks. -->
  <xsl:template name="wrap">
    <xsl:param name="class" select="local-name()"/>
    <xsl:param name="tag" select="'span'"/>
    <xsl:variable name="blocks" select="descendant::*[self::tei:p or self::tei:ab or self::tei:list or self::tei:item or self::tei:table or self::tei:figure or self::tei:lg or self::tei:l or self::tei:head or self::tei:sp or self::tei:u or self::tei:div or self::tei:floatingText or self::tei:byline or self::tei:dateline or self::tei:listBibl][1]"/>
    <xsl:variable name="name"><xsl:choose><xsl:when test="$blocks">div</xsl:when><xsl:otherwise><xsl:value-of select="$tag"/></xsl:otherwise></xsl:choose></xsl:variable>
    <xsl:element name="{$name}">
      <xsl:call-template name="anchor"/>
      <xsl:attribute name="class"><xsl:value-of select="$class"/></xsl:attribute>
      <xsl:call-template name="language"/>
      <xsl:apply-templates/>
    </xsl:element>
  </xsl:template>
  <!-- the element's own id, and how sure the machine was -->
  <xsl:template name="anchor">
    <xsl:if test="@xml:id"><xsl:attribute name="id"><xsl:value-of select="@xml:id"/></xsl:attribute></xsl:if>
    <xsl:if test="@cert"><xsl:attribute name="data-cert"><xsl:value-of select="@cert"/></xsl:attribute></xsl:if>
  </xsl:template>
  <xsl:template name="language"><xsl:if test="@xml:lang"><xsl:attribute name="lang"><xsl:value-of select="@xml:lang"/></xsl:attribute></xsl:if></xsl:template>

  <!-- what the editor added and what the source has -->
  <xsl:template match="tei:supplied">
    <ins class="supplied"><xsl:call-template name="anchor"/><xsl:call-template name="reason"/><xsl:apply-templates/></ins>
  </xsl:template>
  <xsl:template match="tei:surplus">
    <del class="surplus"><xsl:call-template name="anchor"/><xsl:call-template name="reason"/><xsl:apply-templates/></del>
  </xsl:template>
  <xsl:template name="reason">
    <xsl:attribute name="title">
      <xsl:choose>
        <xsl:when test="@reason='lost-at-seam'">接缝处脱漏 / lost at a seam</xsl:when>
        <xsl:when test="@reason='doubled-at-seam'">接缝处重复 / doubled at a seam</xsl:when>
        <xsl:when test="@reason"><xsl:value-of select="@reason"/></xsl:when>
        <xsl:when test="self::tei:supplied">补字 / supplied</xsl:when>
        <xsl:otherwise>衍字 / superfluous</xsl:otherwise>
      </xsl:choose>
      <xsl:if test="@cert"> (<xsl:value-of select="@cert"/>)</xsl:if>
    </xsl:attribute>
  </xsl:template>
  <xsl:template match="tei:choice">
    <span class="choice">
      <xsl:call-template name="anchor"/>
      <xsl:choose>
        <xsl:when test="tei:corr | tei:reg | tei:expan"><xsl:apply-templates select="*"/></xsl:when>
        <!-- alternatives of one rank: the first is read, the others stay at hand -->
        <xsl:otherwise><xsl:apply-templates select="*[1]"/><span class="rdg"><xsl:for-each select="*[position() &gt; 1]">｜<xsl:apply-templates select="."/></xsl:for-each></span></xsl:otherwise>
      </xsl:choose>
    </span>
  </xsl:template>
  <xsl:template match="tei:choice/tei:sic | tei:choice/tei:orig | tei:choice/tei:abbr"><xsl:call-template name="wrap"><xsl:with-param name="class" select="'sic'"/></xsl:call-template></xsl:template>
  <xsl:template match="tei:choice/tei:corr | tei:choice/tei:reg | tei:choice/tei:expan">
    <ins class="corr" title="原文 / printed: {../tei:sic | ../tei:orig | ../tei:abbr}"><xsl:call-template name="anchor"/><xsl:apply-templates/></ins>
  </xsl:template>
  <xsl:template match="tei:app">
    <span class="app"><xsl:call-template name="anchor"/>
      <xsl:choose>
        <xsl:when test="tei:lem"><xsl:apply-templates select="tei:lem/node()"/><span class="rdg"><xsl:for-each select="*[not(self::tei:lem)]">｜<xsl:apply-templates select="."/></xsl:for-each></span></xsl:when>
        <xsl:otherwise><xsl:apply-templates select="*[1]/node()"/><span class="rdg"><xsl:for-each select="*[position() &gt; 1]">｜<xsl:apply-templates select="."/></xsl:for-each></span></xsl:otherwise>
      </xsl:choose>
    </span>
  </xsl:template>
  <xsl:template match="tei:gap">
    <span class="gap"><xsl:call-template name="anchor"/>
      <xsl:attribute name="title">缺字 / gap<xsl:if test="@reason">: <xsl:value-of select="@reason"/></xsl:if><xsl:if test="@quantity | @extent">, <xsl:value-of select="concat(@quantity, @extent, ' ', @unit)"/></xsl:if></xsl:attribute>
      <xsl:choose>
        <xsl:when test="@quantity &gt; 0 and @quantity &lt; 41 and (not(@unit) or starts-with(@unit, 'char'))"><xsl:value-of select="substring('□□□□□□□□□□□□□□□□□□□□□□□□□□□□□□□□□□□□□□□□', 1, @quantity)"/></xsl:when>
        <xsl:otherwise>□</xsl:otherwise>
      </xsl:choose>
      <xsl:apply-templates/>
    </span>
  </xsl:template>
  <xsl:template match="tei:unclear"><span class="unclear" title="字迹不清 / unclear"><xsl:call-template name="anchor"/><xsl:apply-templates/></span></xsl:template>
  <xsl:template match="tei:del[not(descendant::tei:p)]"><del class="deleted"><xsl:call-template name="anchor"/><xsl:apply-templates/></del></xsl:template>
  <xsl:template match="tei:add[not(descendant::tei:p)]"><ins class="added"><xsl:call-template name="anchor"/><xsl:apply-templates/></ins></xsl:template>
  <xsl:template match="tei:space"><span class="space">　<xsl:apply-templates/></span></xsl:template>
  <!-- a character that has no code point: what it holds, its mapping, its name, or □ -->
  <xsl:template match="tei:g">
    <xsl:variable name="char" select="key('by-id', substring-after(@ref, '#'))"/>
    <span class="g"><xsl:call-template name="anchor"/>
      <xsl:attribute name="title">字 / glyph <xsl:value-of select="@ref"/></xsl:attribute>
      <xsl:choose>
        <xsl:when test="string(.)"><xsl:apply-templates/></xsl:when>
        <xsl:when test="$char/tei:mapping[contains(@type, 'unicode') or @type='standard' or @type='normalized']"><xsl:value-of select="$char/tei:mapping[contains(@type, 'unicode') or @type='standard' or @type='normalized'][1]"/></xsl:when>
        <xsl:when test="$char/tei:charProp[tei:localName='composition']"><xsl:value-of select="$char/tei:charProp[tei:localName='composition'][1]/tei:value"/></xsl:when>
        <xsl:when test="$char/tei:mapping"><xsl:value-of select="$char/tei:mapping[1]"/></xsl:when>
        <xsl:otherwise>□</xsl:otherwise>
      </xsl:choose>
    </span>
  </xsl:template>

  <!-- breaks: a seam is drawn on demand, a printed line break shows in the source text only -->
  <xsl:template match="tei:cb">
    <span class="seam"><xsl:call-template name="anchor"/><xsl:if test="@facs"><xsl:attribute name="data-zone"><xsl:value-of select="substring-after(@facs, '#')"/></xsl:attribute></xsl:if></span>
  </xsl:template>
  <xsl:template match="tei:lb">
    <xsl:variable name="lang" select="ancestor-or-self::*[@xml:lang][1]/@xml:lang"/>
    <xsl:if test="not(@break='no' or starts-with($lang, 'zh') or starts-with($lang, 'lzh') or starts-with($lang, 'ja'))"><xsl:text> </xsl:text></xsl:if>
    <br class="lb"/>
  </xsl:template>
  <xsl:template match="tei:pb">
    <span class="pb"><xsl:call-template name="anchor"/><xsl:text>〔</xsl:text><xsl:choose><xsl:when test="@n"><xsl:value-of select="@n"/></xsl:when><xsl:otherwise>版</xsl:otherwise></xsl:choose><xsl:text>〕</xsl:text></span>
  </xsl:template>
  <xsl:template match="tei:milestone | tei:gb | tei:anchor | tei:handShift"><span class="{local-name()}"><xsl:call-template name="anchor"/></span></xsl:template>

  <!-- names; @ref or @key is the authority's -->
  <xsl:template match="tei:persName | tei:name[@type='person' or @type='PER'] | tei:rs[@type='person']"><xsl:call-template name="named"><xsl:with-param name="class" select="'person'"/></xsl:call-template></xsl:template>
  <xsl:template match="tei:placeName | tei:geogName | tei:settlement | tei:country | tei:region | tei:district | tei:name[@type='place' or @type='LOC'] | tei:rs[@type='place']"><xsl:call-template name="named"><xsl:with-param name="class" select="'place'"/></xsl:call-template></xsl:template>
  <xsl:template match="tei:orgName | tei:name[@type='org' or @type='ORG'] | tei:rs[@type='org']"><xsl:call-template name="named"><xsl:with-param name="class" select="'org'"/></xsl:call-template></xsl:template>
  <xsl:template name="named">
    <xsl:param name="class"/>
    <span class="{$class}">
      <xsl:call-template name="anchor"/>
      <xsl:if test="@ref | @key"><xsl:attribute name="data-ref"><xsl:value-of select="(@ref | @key)[1]"/></xsl:attribute></xsl:if>
      <xsl:apply-templates/>
    </span>
  </xsl:template>
  <xsl:template match="tei:date[@when][not(ancestor::tei:date)] | tei:time[@when][not(ancestor::tei:date)]">
    <xsl:variable name="shape" select="translate(@when, '123456789', '000000000')"/>
    <xsl:choose>
      <xsl:when test="not(descendant::tei:date) and ($shape = '0000-00-00' or $shape = '0000-00' or $shape = '0000' or $shape = '--00-00')"><time datetime="{translate(substring(@when, 1, 2), '-', '')}{substring(@when, 3)}"><xsl:call-template name="anchor"/><xsl:apply-templates/></time></xsl:when>
      <xsl:otherwise><span class="date" title="{@when}"><xsl:call-template name="anchor"/><xsl:apply-templates/></span></xsl:otherwise>
    </xsl:choose>
  </xsl:template>
  <xsl:template match="tei:hi"><xsl:call-template name="wrap"><xsl:with-param name="class" select="concat('hi ', translate(concat(@rend, ' ', @rendition), '#', ''))"/></xsl:call-template></xsl:template>

  <!-- Words: as text; white space that a join forbids goes. -->
  <xsl:template match="tei:w | tei:pc | tei:c"><xsl:if test="@xml:id"><a id="{@xml:id}"/></xsl:if><xsl:apply-templates/></xsl:template>
  <!-- (a predicate on text() in a pattern would count its siblings for each) -->
  <xsl:template match="tei:s/text() | tei:name/text() | tei:phr/text()">
    <xsl:choose>
      <xsl:when test="normalize-space()"><xsl:value-of select="."/></xsl:when>
      <xsl:otherwise>
        <xsl:variable name="before" select="preceding-sibling::*[1]/descendant-or-self::*[self::tei:w or self::tei:pc][last()]/@join"/>
        <xsl:variable name="after" select="following-sibling::*[1]/descendant-or-self::*[self::tei:w or self::tei:pc][1]/@join"/>
        <xsl:if test="not($before='right' or $before='both' or $after='left' or $after='both')"><xsl:text> </xsl:text></xsl:if>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- A pointer becomes a link only where it leads to an element of this file or, plainly, to the web. -->
  <xsl:template match="tei:ref | tei:ptr">
    <xsl:variable name="there" select="key('by-id', substring-after(@target, '#'))"/>
    <xsl:choose>
      <xsl:when test="starts-with(@target, '#') and $there and not(ancestor::tei:ref) and not(descendant::tei:ref or descendant::tei:note or descendant::tei:p)">
        <a class="ref {@type}"><xsl:call-template name="anchor"/>
          <xsl:attribute name="href"><xsl:call-template name="address"><xsl:with-param name="node" select="$there"/></xsl:call-template></xsl:attribute>
          <xsl:call-template name="pointer-text"/></a>
      </xsl:when>
      <xsl:when test="(starts-with(@target, 'https://') or starts-with(@target, 'http://')) and not(contains(@target, ' ')) and not(ancestor::tei:ref) and not(descendant::tei:ref or descendant::tei:note or descendant::tei:p)">
        <a class="ref out" rel="external noreferrer" href="{@target}"><xsl:call-template name="anchor"/><xsl:call-template name="pointer-text"/></a>
      </xsl:when>
      <xsl:otherwise><span class="ref {@type}"><xsl:call-template name="anchor"/><xsl:if test="@target"><xsl:attribute name="title"><xsl:value-of select="@target"/></xsl:attribute></xsl:if><xsl:call-template name="pointer-text"/></span></xsl:otherwise>
    </xsl:choose>
  </xsl:template>
  <xsl:template name="pointer-text">
    <xsl:choose><xsl:when test="node()"><xsl:apply-templates/></xsl:when><xsl:otherwise><xsl:value-of select="@target"/></xsl:otherwise></xsl:choose>
  </xsl:template>
  <!-- Where a node is to be found from this page; a site of several pages overrides this. -->
  <xsl:template name="address"><xsl:param name="node"/><xsl:value-of select="concat('#', $node/@xml:id)"/></xsl:template>

  <!-- The reading text of a title or name, without markup: what the editor left out stays out. -->
  <xsl:template match="text()" mode="plain"><xsl:value-of select="."/></xsl:template>
  <xsl:template match="tei:surplus | tei:sic[../tei:corr] | tei:orig[../tei:reg] | tei:abbr[../tei:expan] | tei:rdg | tei:note | tei:figDesc" mode="plain"/>
  <xsl:template match="tei:g[not(node())] | tei:gap" mode="plain">□</xsl:template>
</xsl:stylesheet>
