<?xml version="1.0" encoding="UTF-8"?>
<!-- An article as a citation in five forms, as schema.org NewsArticle and as Dublin Core. Context: the item. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:tei="http://www.tei-c.org/ns/1.0" xmlns:str="http://exslt.org/strings" exclude-result-prefixes="tei str">
  <!-- page: as printed, or ""; address: the article's full address, or "" -->
  <xsl:template name="citations">
    <xsl:param name="title"/><xsl:param name="page"/><xsl:param name="address"/>
    <xsl:variable name="authors"><xsl:call-template name="authors"/></xsl:variable>
    <details class="cite">
      <summary><span class="ui" lang="zh-Hans">引用本文</span><span class="ui" lang="en">Cite</span></summary>
      <dl>
        <dt>GB/T 7714</dt>
        <dd><pre data-cite="gbt7714"><xsl:if test="string($authors)"><xsl:value-of select="$authors"/>. </xsl:if><xsl:value-of select="$title"/><xsl:text>[N</xsl:text><xsl:if test="$address">/OL</xsl:if><xsl:text>]. </xsl:text><xsl:if test="string($paper)"><xsl:value-of select="$paper"/>, </xsl:if><xsl:value-of select="$date-words"/><xsl:if test="string($page)">(<xsl:value-of select="$page"/>)</xsl:if><xsl:text>.</xsl:text><xsl:if test="$address"><xsl:text> </xsl:text><xsl:value-of select="$address"/>.</xsl:if></pre></dd>
        <dt>Chicago</dt>
        <dd><pre data-cite="chicago"><xsl:if test="string($authors)"><xsl:value-of select="$authors"/>. </xsl:if><xsl:text>“</xsl:text><xsl:value-of select="$title"/><xsl:text>.” </xsl:text><xsl:if test="string($paper)"><xsl:value-of select="$paper"/>, </xsl:if><xsl:call-template name="english-date"/><xsl:if test="string($page)">, <xsl:value-of select="$page"/></xsl:if><xsl:text>.</xsl:text><xsl:if test="$address"><xsl:text> </xsl:text><xsl:value-of select="$address"/>.</xsl:if></pre></dd>
        <dt>BibTeX</dt>
        <dd><pre data-cite="bibtex">@article{<xsl:value-of select="translate(@xml:id, ' ,{}\%#&quot;', '_________')"/>,
<xsl:if test="string($authors)">  author = {<xsl:call-template name="tex"><xsl:with-param name="text"><xsl:call-template name="authors"><xsl:with-param name="after" select="' and '"/></xsl:call-template></xsl:with-param></xsl:call-template>},
</xsl:if>  title = {{<xsl:call-template name="tex"><xsl:with-param name="text" select="$title"/></xsl:call-template>}},
<xsl:if test="string($paper)">  journal = {<xsl:call-template name="tex"><xsl:with-param name="text" select="$paper"/></xsl:call-template>},
</xsl:if>  entrysubtype = {newspaper},
<xsl:if test="string($when)">  year = {<xsl:value-of select="substring($when, 1, 4)"/>},
  date = {<xsl:value-of select="$when"/>},
</xsl:if><xsl:if test="not(string($when))">  note = {<xsl:value-of select="$date-words"/>},
</xsl:if><xsl:if test="string($page)">  pages = {<xsl:call-template name="tex"><xsl:with-param name="text" select="$page"/></xsl:call-template>},
</xsl:if><xsl:if test="$address">  url = {<xsl:value-of select="$address"/>},
</xsl:if>}</pre></dd>
        <dt>RIS</dt>
        <dd><pre data-cite="ris">TY  - NEWS
<xsl:call-template name="ris-authors"/>TI  - <xsl:value-of select="$title"/>
<xsl:if test="string($paper)"><xsl:text>&#10;T2  - </xsl:text><xsl:value-of select="$paper"/></xsl:if>
<xsl:if test="string($when)"><xsl:text>&#10;PY  - </xsl:text><xsl:value-of select="substring($when, 1, 4)"/><xsl:text>&#10;DA  - </xsl:text><xsl:value-of select="translate($when, '-', '/')"/></xsl:if>
<xsl:if test="string($page)"><xsl:text>&#10;SP  - </xsl:text><xsl:value-of select="$page"/></xsl:if>
<xsl:if test="$address"><xsl:text>&#10;UR  - </xsl:text><xsl:value-of select="$address"/></xsl:if><xsl:text>&#10;ID  - </xsl:text><xsl:value-of select="@xml:id"/><xsl:text>&#10;ER  - &#10;</xsl:text></pre></dd>
        <dt>CSL-JSON</dt>
        <dd><pre data-cite="csl"><xsl:call-template name="csl"><xsl:with-param name="title" select="$title"/><xsl:with-param name="page" select="$page"/><xsl:with-param name="address" select="$address"/></xsl:call-template></pre></dd>
      </dl>
    </details>
  </xsl:template>

  <xsl:template name="csl">
    <xsl:param name="title"/><xsl:param name="page"/><xsl:param name="address"/>
    <xsl:text>[{"id": </xsl:text><xsl:call-template name="json-plain"><xsl:with-param name="text" select="string(@xml:id)"/></xsl:call-template>
    <xsl:text>, "type": "article-newspaper", "title": </xsl:text><xsl:call-template name="json-plain"><xsl:with-param name="text" select="$title"/></xsl:call-template>
    <xsl:text>, "author": [</xsl:text><xsl:call-template name="json-authors"><xsl:with-param name="before" select="'{&quot;literal&quot;: '"/></xsl:call-template><xsl:text>]</xsl:text>
    <xsl:if test="string($paper)"><xsl:text>, "container-title": </xsl:text><xsl:call-template name="json-plain"><xsl:with-param name="text" select="$paper"/></xsl:call-template></xsl:if>
    <xsl:if test="translate($when, '123456789', '000000000') = '0000-00-00'"><xsl:value-of select="concat(', &quot;issued&quot;: {&quot;date-parts&quot;: [[', number(substring($when, 1, 4)), ', ', number(substring($when, 6, 2)), ', ', number(substring($when, 9, 2)), ']]}')"/></xsl:if>
    <xsl:if test="string($page)"><xsl:text>, "page": </xsl:text><xsl:call-template name="json-plain"><xsl:with-param name="text" select="$page"/></xsl:call-template></xsl:if>
    <xsl:if test="$address"><xsl:text>, "URL": </xsl:text><xsl:call-template name="json-plain"><xsl:with-param name="text" select="$address"/></xsl:call-template></xsl:if>
    <xsl:text>}]</xsl:text>
  </xsl:template>
  <!-- JSON for a pre, where no "<" need be hidden -->
  <xsl:template name="json-plain">
    <xsl:param name="text"/>
    <xsl:text>"</xsl:text><xsl:value-of select="str:replace(str:replace(translate($text, '&#9;&#10;&#13;', '   '), '\', '\\'), '&quot;', '\&quot;')"/><xsl:text>"</xsl:text>
  </xsl:template>
  <xsl:template name="json-authors">
    <xsl:param name="before"/>
    <xsl:for-each select="tei:byline//tei:persName | tei:byline[not(.//tei:persName)][normalize-space()]">
      <xsl:if test="position() &gt; 1">, </xsl:if>
      <xsl:value-of select="$before"/>
      <xsl:call-template name="json"><xsl:with-param name="text"><xsl:apply-templates select="." mode="plain"/></xsl:with-param></xsl:call-template>
      <xsl:text>}</xsl:text>
    </xsl:for-each>
  </xsl:template>
  <xsl:template name="ris-authors"><xsl:for-each select="tei:byline//tei:persName | tei:byline[not(.//tei:persName)][normalize-space()]"><xsl:text>AU  - </xsl:text><xsl:variable name="name"><xsl:apply-templates select="." mode="plain"/></xsl:variable><xsl:value-of select="normalize-space($name)"/><xsl:text>&#10;</xsl:text></xsl:for-each></xsl:template>
  <xsl:template name="tex">
    <xsl:param name="text"/>
    <xsl:choose>
      <xsl:when test="translate($text, '\{}$&amp;#%_~^', '') = $text"><xsl:value-of select="$text"/></xsl:when>
      <xsl:otherwise>
        <xsl:variable name="braced" select="str:replace(str:replace(str:replace($text, '\', '&#xE000;'), '{', '\{'), '}', '\}')"/>
        <xsl:variable name="signs" select="str:replace(str:replace(str:replace(str:replace(str:replace($braced, '$', '\$'), '&amp;', '\&amp;'), '#', '\#'), '%', '\%'), '_', '\_')"/>
        <xsl:value-of select="str:replace(str:replace(str:replace($signs, '~', '\textasciitilde{}'), '^', '\textasciicircum{}'), '&#xE000;', '\textbackslash{}')"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>
  <xsl:template name="english-date">
    <xsl:choose>
      <xsl:when test="translate($when, '123456789', '000000000') = '0000-00-00'">
        <xsl:value-of select="concat(normalize-space(substring('January  February March    April    May      June     July     August   SeptemberOctober  November December ', 9 * (number(substring($when, 6, 2)) - 1) + 1, 9)), ' ', number(substring($when, 9, 2)), ', ', substring($when, 1, 4))"/>
      </xsl:when>
      <xsl:otherwise><xsl:value-of select="$date-words"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- schema.org and Dublin Core, for the page's head -->
  <xsl:template name="described">
    <xsl:param name="title"/><xsl:param name="page"/><xsl:param name="address"/>
    <xsl:param name="lang"/>
    <link rel="schema.DC" href="http://purl.org/dc/elements/1.1/"/>
    <meta name="DC.title" content="{$title}"/>
    <xsl:for-each select="tei:byline//tei:persName | tei:byline[not(.//tei:persName)][normalize-space()]"><meta name="DC.creator"><xsl:attribute name="content"><xsl:apply-templates select="." mode="plain"/></xsl:attribute></meta></xsl:for-each>
    <xsl:if test="string($paper)"><meta name="DC.source" content="{$paper}"/></xsl:if>
    <xsl:if test="string($when)"><meta name="DC.date" content="{$when}"/></xsl:if>
    <meta name="DC.language" content="{$lang}"/>
    <meta name="DC.type" content="Text"/>
    <meta name="DC.identifier"><xsl:attribute name="content"><xsl:choose><xsl:when test="$address"><xsl:value-of select="$address"/></xsl:when><xsl:otherwise><xsl:value-of select="@xml:id"/></xsl:otherwise></xsl:choose></xsl:attribute></meta>
    <xsl:if test="$address"><link rel="canonical" href="{$address}"/></xsl:if>
    <script type="application/ld+json">
      <xsl:text>{"@context": "https://schema.org", "@type": "NewsArticle", "headline": </xsl:text><xsl:call-template name="json"><xsl:with-param name="text" select="$title"/></xsl:call-template>
      <xsl:text>, "identifier": </xsl:text><xsl:call-template name="json"><xsl:with-param name="text" select="string(@xml:id)"/></xsl:call-template>
      <xsl:text>, "inLanguage": </xsl:text><xsl:call-template name="json"><xsl:with-param name="text" select="string($lang)"/></xsl:call-template>
      <xsl:if test="tei:byline"><xsl:text>, "author": [</xsl:text><xsl:call-template name="json-authors"><xsl:with-param name="before" select="'{&quot;@type&quot;: &quot;Person&quot;, &quot;name&quot;: '"/></xsl:call-template><xsl:text>]</xsl:text></xsl:if>
      <xsl:if test="string($when)"><xsl:text>, "datePublished": </xsl:text><xsl:call-template name="json"><xsl:with-param name="text" select="string($when)"/></xsl:call-template></xsl:if>
      <xsl:if test="string($paper)"><xsl:text>, "isPartOf": {"@type": "PublicationIssue", "isPartOf": {"@type": "Newspaper", "name": </xsl:text><xsl:call-template name="json"><xsl:with-param name="text" select="string($paper)"/></xsl:call-template><xsl:text>}}</xsl:text></xsl:if>
      <xsl:if test="string($page)"><xsl:text>, "pagination": </xsl:text><xsl:call-template name="json"><xsl:with-param name="text" select="string($page)"/></xsl:call-template></xsl:if>
      <xsl:if test="$address"><xsl:text>, "url": </xsl:text><xsl:call-template name="json"><xsl:with-param name="text" select="$address"/></xsl:call-template></xsl:if>
      <xsl:text>}</xsl:text>
    </script>
  </xsl:template>
</xsl:stylesheet>
