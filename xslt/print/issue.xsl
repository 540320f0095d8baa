<?xml version="1.0" encoding="UTF-8"?>
<!-- A TEI issue to Typst: what is in it, as calls that a template defines. Text goes out as string literals only,
     so none of it can be Typst code. The template says what the calls look like: newspaper.typ or reading.typ. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:tei="http://www.tei-c.org/ns/1.0" xmlns:exsl="http://exslt.org/common">
  <xsl:import href="../reading.xsl"/>
  <xsl:import href="../places.xsl"/>
  <xsl:import href="phrases.xsl"/>
  <xsl:output method="text" encoding="UTF-8"/>
  <xsl:param name="template" select="'newspaper.typ'"/>

  <xsl:template match="/"><xsl:apply-templates select="//tei:TEI[1]" mode="issue"/></xsl:template>
  <xsl:template match="tei:TEI" mode="issue">
    <xsl:text>#import "</xsl:text><xsl:value-of select="translate($template, '&quot;\', '')"/><xsl:text>": *&#10;#issue((&#10;</xsl:text>
    <xsl:call-template name="header"/>
    <xsl:text>), (&#10;</xsl:text>
    <xsl:apply-templates select="tei:text/tei:front/* | tei:text/tei:body/* | tei:text/tei:back/*" mode="item"/>
    <xsl:text>))&#10;</xsl:text>
  </xsl:template>

  <xsl:template name="header">
    <xsl:variable name="file" select="tei:teiHeader/tei:fileDesc"/>
    <xsl:variable name="monogr" select="$file/tei:sourceDesc/tei:biblStruct/tei:monogr"/>
    <xsl:call-template name="entry"><xsl:with-param name="key" select="'id'"/><xsl:with-param name="text" select="string(@xml:id)"/></xsl:call-template>
    <xsl:call-template name="entry"><xsl:with-param name="key" select="'lang'"/><xsl:with-param name="text" select="string(@xml:lang)"/></xsl:call-template>
    <xsl:call-template name="entry"><xsl:with-param name="key" select="'title'"/><xsl:with-param name="text"><xsl:call-template name="paper-title"/></xsl:with-param></xsl:call-template>
    <xsl:call-template name="entry"><xsl:with-param name="key" select="'date'"/><xsl:with-param name="text"><xsl:call-template name="paper-date"/></xsl:with-param></xsl:call-template>
    <xsl:call-template name="entry"><xsl:with-param name="key" select="'number'"/><xsl:with-param name="text" select="normalize-space($monogr//tei:biblScope[@unit='issue'])"/></xsl:call-template>
    <xsl:call-template name="entry"><xsl:with-param name="key" select="'page'"/><xsl:with-param name="text" select="normalize-space($monogr//tei:biblScope[@unit='page'])"/></xsl:call-template>
    <xsl:call-template name="entry"><xsl:with-param name="key" select="'section'"/><xsl:with-param name="text" select="normalize-space($monogr//tei:biblScope[@unit='section'])"/></xsl:call-template>
    <xsl:call-template name="entry"><xsl:with-param name="key" select="'publisher'"/><xsl:with-param name="text" select="normalize-space($file/tei:publicationStmt/tei:publisher)"/></xsl:call-template>
    <xsl:call-template name="entry"><xsl:with-param name="key" select="'rights'"/><xsl:with-param name="text" select="normalize-space($file/tei:publicationStmt/tei:availability)"/></xsl:call-template>
    <xsl:call-template name="entry"><xsl:with-param name="key" select="'encoder'"/><xsl:with-param name="text" select="normalize-space(concat(tei:teiHeader/tei:encodingDesc/tei:appInfo/tei:application/tei:label, ' ', tei:teiHeader/tei:encodingDesc/tei:appInfo/tei:application/@version))"/></xsl:call-template>
    <xsl:text>sources: (</xsl:text>
    <xsl:for-each select="$file/tei:sourceDesc/tei:bibl[@type='digital-source']">
      <xsl:text>(</xsl:text>
      <xsl:call-template name="entry"><xsl:with-param name="key" select="'file'"/><xsl:with-param name="text" select="normalize-space(tei:title)"/></xsl:call-template>
      <xsl:call-template name="entry"><xsl:with-param name="key" select="'sha256'"/><xsl:with-param name="text" select="normalize-space(tei:idno[@type='sha256'])"/></xsl:call-template>
      <xsl:text>), </xsl:text>
    </xsl:for-each>
    <xsl:text>), evidence: (</xsl:text>
    <xsl:for-each select="$file/tei:sourceDesc/tei:biblStruct/tei:note[@type='evidence']"><xsl:call-template name="string"><xsl:with-param name="text" select="normalize-space(.)"/></xsl:call-template><xsl:text>, </xsl:text></xsl:for-each>
    <xsl:text>), people: (</xsl:text>
    <xsl:for-each select="$file/tei:titleStmt/tei:respStmt | $file/tei:titleStmt/tei:editor"><xsl:call-template name="string"><xsl:with-param name="text" select="normalize-space(.)"/></xsl:call-template><xsl:text>, </xsl:text></xsl:for-each>
    <xsl:text>),&#10;</xsl:text>
  </xsl:template>

  <!-- which page is the last before an item, and how many are; which div is the last before what stands loose between two -->
  <xsl:key name="on" match="on" use="@id"/>
  <xsl:key name="after" match="on" use="@mark"/>
  <xsl:key name="leaf" match="leaf" use="@id"/>
  <xsl:variable name="leaves-tree">
    <xsl:for-each select="//tei:pb"><leaf id="{generate-id()}" n="{@n}"/></xsl:for-each>
    <xsl:call-template name="spread"><xsl:with-param name="nodes" select="//*[self::tei:pb or self::tei:div or parent::tei:front or parent::tei:body or parent::tei:back]"/><xsl:with-param name="mark" select="'pb'"/></xsl:call-template>
  </xsl:variable>
  <xsl:variable name="leaves" select="exsl:node-set($leaves-tree)"/>
  <xsl:variable name="runs-tree">
    <xsl:for-each select="//tei:text/*"><xsl:call-template name="spread"><xsl:with-param name="nodes" select="*[not(self::tei:pb or self::tei:cb or self::tei:lb)]"/><xsl:with-param name="mark" select="'div'"/><xsl:with-param name="last" select="generate-id()"/></xsl:call-template></xsl:for-each>
  </xsl:variable>
  <xsl:variable name="runs" select="exsl:node-set($runs-tree)"/>
  <xsl:key name="loose" match="tei:front/* | tei:body/* | tei:back/*" use="generate-id()"/>
  <xsl:key name="divisions" match="tei:div" use="@xml:id"/>

  <!-- Items: articles, notices, advertisements, in reading order -->
  <xsl:template match="*" mode="item">
    <!-- what stands loose between two div is one item, made where it begins -->
    <xsl:variable name="id" select="generate-id()"/>
    <xsl:variable name="ids"><xsl:for-each select="$runs"><xsl:for-each select="key('on', $id)[not(preceding-sibling::on[1]/@mark = @mark)]"><xsl:for-each select="key('after', @mark)"><i><xsl:value-of select="@id"/></i></xsl:for-each></xsl:for-each></xsl:for-each></xsl:variable>
    <xsl:variable name="run" select="key('loose', exsl:node-set($ids)/i)"/>
    <xsl:if test="$run[normalize-space()] or $run[self::tei:figure]">
      <xsl:call-template name="item"><xsl:with-param name="parts" select="$run"/><xsl:with-param name="kind" select="'article'"/></xsl:call-template>
    </xsl:if>
  </xsl:template>
  <xsl:template match="tei:pb | tei:cb | tei:lb" mode="item"/>
  <!-- a page or section of articles -->
  <xsl:template match="tei:div[tei:div[@type='article' or @type='notice' or @type='advertisement' or @type='masthead']]" mode="item">
    <xsl:if test="*[not(self::tei:div)][normalize-space()]">
      <xsl:call-template name="item"><xsl:with-param name="parts" select="*[not(self::tei:div)]"/><xsl:with-param name="kind" select="'notice'"/></xsl:call-template>
    </xsl:if>
    <xsl:apply-templates select="tei:div" mode="item"/>
  </xsl:template>
  <xsl:template match="tei:div" mode="item">
    <xsl:if test="not(@corresp and key('hosts', substring(@corresp, 2)))">
      <xsl:call-template name="item"><xsl:with-param name="parts" select="*"/><xsl:with-param name="kind" select="string(@type)"/></xsl:call-template>
      <xsl:for-each select="key('sidebars', @xml:id)">
        <xsl:call-template name="item"><xsl:with-param name="parts" select="*"/><xsl:with-param name="kind" select="string(@type)"/><xsl:with-param name="host" select="substring(@corresp, 2)"/></xsl:call-template>
      </xsl:for-each>
    </xsl:if>
  </xsl:template>
  <xsl:template name="item">
    <xsl:param name="parts"/><xsl:param name="kind"/><xsl:param name="host"/>
    <xsl:text>item((</xsl:text>
    <xsl:call-template name="entry"><xsl:with-param name="key" select="'id'"/><xsl:with-param name="text"><xsl:choose><xsl:when test="self::tei:div and @xml:id"><xsl:value-of select="@xml:id"/></xsl:when><xsl:otherwise><xsl:value-of select="generate-id()"/></xsl:otherwise></xsl:choose></xsl:with-param></xsl:call-template>
    <xsl:call-template name="entry"><xsl:with-param name="key" select="'kind'"/><xsl:with-param name="text" select="$kind"/></xsl:call-template>
    <xsl:call-template name="entry"><xsl:with-param name="key" select="'subtype'"/><xsl:with-param name="text" select="string(self::tei:div/@subtype)"/></xsl:call-template>
    <xsl:call-template name="entry"><xsl:with-param name="key" select="'cert'"/><xsl:with-param name="text" select="string(self::tei:div/@cert)"/></xsl:call-template>
    <xsl:call-template name="entry"><xsl:with-param name="key" select="'host'"/><xsl:with-param name="text" select="$host"/></xsl:call-template>
    <xsl:call-template name="entry"><xsl:with-param name="key" select="'lang'"/><xsl:with-param name="text" select="string(ancestor-or-self::*[@xml:lang][1]/@xml:lang)"/></xsl:call-template>
    <xsl:call-template name="entry"><xsl:with-param name="key" select="'name'"/><xsl:with-param name="text"><xsl:call-template name="article-name"/></xsl:with-param></xsl:call-template>
    <xsl:variable name="id" select="generate-id()"/>
    <xsl:call-template name="entry"><xsl:with-param name="key" select="'page'"/><xsl:with-param name="text"><xsl:for-each select="$leaves"><xsl:value-of select="key('leaf', key('on', $id)/@mark)/@n"/></xsl:for-each></xsl:with-param></xsl:call-template>
    <xsl:text>leaf: </xsl:text><xsl:for-each select="$leaves"><xsl:value-of select="key('on', $id)/@before"/></xsl:for-each>
    <xsl:text>), (&#10;</xsl:text>
    <xsl:apply-templates select="$parts" mode="part"/>
    <xsl:text>)),&#10;</xsl:text>
  </xsl:template>

  <!-- Parts of an item -->
  <xsl:template match="tei:head" mode="part">
    <xsl:choose>
      <xsl:when test="@type='cross' or (ancestor::tei:div[@type='subsection'] and not(@type))"><xsl:call-template name="part"><xsl:with-param name="call" select="'cross'"/></xsl:call-template></xsl:when>
      <xsl:otherwise>
        <xsl:variable name="kind"><xsl:choose><xsl:when test="@type"><xsl:value-of select="@type"/></xsl:when><xsl:otherwise>main</xsl:otherwise></xsl:choose></xsl:variable>
        <xsl:text>head(</xsl:text><xsl:call-template name="string"><xsl:with-param name="text" select="$kind"/></xsl:call-template><xsl:text>, </xsl:text>
        <xsl:call-template name="content"/>
        <!-- its bare text, so that lines can be broken by sense; a head with phrases in it breaks where it may -->
        <xsl:text>, </xsl:text><xsl:call-template name="string"><xsl:with-param name="text"><xsl:if test="not(*)"><xsl:call-template name="unwrapped"/></xsl:if></xsl:with-param></xsl:call-template>
        <xsl:text>),&#10;</xsl:text>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>
  <xsl:template match="tei:byline | tei:dateline" mode="part"><xsl:call-template name="part"><xsl:with-param name="call" select="'byline'"/></xsl:call-template></xsl:template>
  <!-- run in: the paragraph that follows takes it up -->
  <xsl:template match="tei:dateline[@rendition='#runin'][following-sibling::tei:p] | tei:byline[@rendition='#runin'][following-sibling::tei:p]" mode="part"/>
  <xsl:template match="tei:p | tei:ab" mode="part">
    <xsl:text>para([</xsl:text>
    <xsl:variable name="before" select="preceding-sibling::*[1]"/>
    <xsl:if test="$before[self::tei:dateline or self::tei:byline]/@rendition='#runin'">
      <xsl:text>#runin[</xsl:text>
      <xsl:if test="$before/preceding-sibling::*[1][self::tei:dateline or self::tei:byline]/@rendition='#runin'"><xsl:apply-templates select="$before/preceding-sibling::*[1]/node()"/></xsl:if>
      <xsl:apply-templates select="$before/node()"/>
      <xsl:text>];</xsl:text>
    </xsl:if>
    <xsl:apply-templates/>
    <xsl:text>]),&#10;</xsl:text>
    <xsl:apply-templates select=".//tei:figure" mode="part"/>
  </xsl:template>
  <xsl:template match="tei:l | tei:item" mode="part"><xsl:call-template name="part"><xsl:with-param name="call" select="'verse'"/></xsl:call-template></xsl:template>
  <xsl:template match="tei:note | tei:fw | tei:trailer | tei:signed | tei:closer | tei:opener" mode="part"><xsl:call-template name="part"><xsl:with-param name="call" select="'aside'"/></xsl:call-template></xsl:template>
  <xsl:template match="tei:table" mode="part">
    <xsl:apply-templates select="tei:head" mode="part"/>
    <xsl:text>chart(</xsl:text><xsl:for-each select="tei:row"><xsl:sort select="count(tei:cell)" data-type="number" order="descending"/><xsl:if test="position() = 1"><xsl:value-of select="count(tei:cell)"/></xsl:if></xsl:for-each><xsl:if test="not(tei:row)">1</xsl:if><xsl:text>, (</xsl:text>
    <xsl:for-each select="tei:row"><xsl:text>(</xsl:text><xsl:for-each select="tei:cell"><xsl:call-template name="content"/><xsl:text>, </xsl:text></xsl:for-each><xsl:text>), </xsl:text></xsl:for-each>
    <xsl:text>)),&#10;</xsl:text>
  </xsl:template>
  <xsl:template match="tei:figure" mode="part">
    <xsl:text>picture(</xsl:text>
    <xsl:call-template name="string"><xsl:with-param name="text" select="string(tei:graphic[1]/@url)"/></xsl:call-template><xsl:text>, </xsl:text>
    <xsl:call-template name="string"><xsl:with-param name="text"><xsl:choose><xsl:when test="normalize-space(tei:figDesc)"><xsl:value-of select="normalize-space(tei:figDesc)"/></xsl:when><xsl:when test="normalize-space(tei:p[1])"><xsl:value-of select="normalize-space(tei:p[1])"/></xsl:when><xsl:otherwise>图片</xsl:otherwise></xsl:choose></xsl:with-param></xsl:call-template>
    <xsl:text>, (</xsl:text><xsl:apply-templates select="*[not(self::tei:figure)]" mode="part"/><xsl:text>)),&#10;</xsl:text>
    <xsl:apply-templates select="tei:figure" mode="part"/>
  </xsl:template>
  <xsl:template match="tei:graphic | tei:figDesc | tei:pb | tei:cb | tei:lb | tei:milestone | tei:anchor" mode="part"/>
  <!-- anything else: its blocks, or a paragraph of what it says -->
  <xsl:template match="*" mode="part">
    <xsl:choose>
      <xsl:when test="descendant::*[self::tei:p or self::tei:ab or self::tei:l or self::tei:lg or self::tei:item or self::tei:list or self::tei:head or self::tei:div or self::tei:figure or self::tei:table or self::tei:byline or self::tei:row or self::tei:dateline or self::tei:note or self::tei:fw]"><xsl:apply-templates select="*" mode="part"/></xsl:when>
      <xsl:when test="normalize-space()"><xsl:call-template name="part"><xsl:with-param name="call" select="'para'"/></xsl:call-template></xsl:when>
    </xsl:choose>
  </xsl:template>
  <xsl:template name="part">
    <xsl:param name="call"/>
    <xsl:value-of select="$call"/><xsl:text>(</xsl:text><xsl:call-template name="content"/><xsl:text>),&#10;</xsl:text>
  </xsl:template>
  <xsl:template name="content"><xsl:text>[</xsl:text><xsl:apply-templates/><xsl:text>]</xsl:text></xsl:template>
</xsl:stylesheet>
