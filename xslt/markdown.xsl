<?xml version="1.0" encoding="UTF-8"?>
<!-- TEI to Markdown (CommonMark): one paragraph a line, headings by rank; the text's own signs are escaped. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:tei="http://www.tei-c.org/ns/1.0">
  <xsl:import href="reading.xsl"/>
  <xsl:output method="text" encoding="UTF-8"/>
  <xsl:variable name="signs" select="'\`*_{}[]()#+-.!|&lt;&gt;~&amp;$^=:@&quot;'"/>

  <xsl:template match="/"><xsl:apply-templates select="//tei:TEI[1]" mode="issue"/></xsl:template>
  <xsl:template match="tei:TEI" mode="issue">
    <xsl:text># </xsl:text><xsl:call-template name="say"><xsl:with-param name="text"><xsl:call-template name="paper-title"/></xsl:with-param></xsl:call-template>
    <xsl:text>&#10;&#10;</xsl:text>
    <xsl:call-template name="say"><xsl:with-param name="text"><xsl:call-template name="paper-date"/></xsl:with-param></xsl:call-template>
    <xsl:text>&#10;&#10;</xsl:text>
    <xsl:apply-templates select="tei:text/*/*" mode="block"/>
    <xsl:for-each select="tei:teiHeader/tei:fileDesc/tei:sourceDesc/tei:bibl[@type='digital-source']">
      <xsl:text>---&#10;&#10;来源 </xsl:text><xsl:call-template name="say"><xsl:with-param name="text" select="normalize-space(tei:title)"/></xsl:call-template>
      <xsl:text> sha256 </xsl:text><xsl:value-of select="normalize-space(tei:idno[@type='sha256'])"/><xsl:text>&#10;&#10;</xsl:text>
    </xsl:for-each>
  </xsl:template>

  <xsl:template match="tei:head[@type='main' or not(@type)]" mode="block"><xsl:call-template name="line"><xsl:with-param name="mark"><xsl:choose><xsl:when test="ancestor::tei:div[@type='subsection' or @corresp]">### </xsl:when><xsl:otherwise>## </xsl:otherwise></xsl:choose></xsl:with-param></xsl:call-template></xsl:template>
  <xsl:template match="tei:head[@type='cross']" mode="block"><xsl:call-template name="line"><xsl:with-param name="mark" select="'### '"/></xsl:call-template></xsl:template>
  <xsl:template match="tei:head" mode="block"><xsl:call-template name="line"><xsl:with-param name="mark" select="'**'"/><xsl:with-param name="end" select="'**'"/></xsl:call-template></xsl:template>
  <xsl:template match="tei:byline | tei:dateline | tei:p | tei:ab | tei:note | tei:fw | tei:l" mode="block"><xsl:call-template name="line"/></xsl:template>
  <xsl:template match="tei:item" mode="block"><xsl:call-template name="line"><xsl:with-param name="mark" select="'- '"/></xsl:call-template></xsl:template>
  <xsl:template match="tei:dateline[@rendition='#runin'][following-sibling::tei:p] | tei:byline[@rendition='#runin'][following-sibling::tei:p]" mode="block"><xsl:apply-templates/></xsl:template>
  <xsl:template match="tei:graphic" mode="block">
    <xsl:text>![</xsl:text><xsl:call-template name="say"><xsl:with-param name="text" select="normalize-space(../tei:figDesc | ../tei:p[not(../tei:figDesc)][1])"/></xsl:call-template>
    <xsl:text>](&lt;</xsl:text><xsl:value-of select="translate(@url, '&lt;&gt;&#10;\', '')"/><xsl:text>&gt;)&#10;&#10;</xsl:text>
  </xsl:template>
  <xsl:template match="tei:row" mode="block">
    <xsl:text>| </xsl:text><xsl:for-each select="tei:cell"><xsl:apply-templates/><xsl:text> | </xsl:text></xsl:for-each><xsl:text>&#10;</xsl:text>
    <xsl:if test="not(preceding-sibling::tei:row[1])"><xsl:text>| </xsl:text><xsl:for-each select="tei:cell"><xsl:text>--- | </xsl:text></xsl:for-each><xsl:text>&#10;</xsl:text></xsl:if>
    <xsl:if test="not(following-sibling::tei:row[1])"><xsl:text>&#10;</xsl:text></xsl:if>
  </xsl:template>
  <xsl:template match="tei:figDesc | tei:pb | tei:cb | tei:lb" mode="block"/>
  <xsl:template match="*" mode="block">
    <xsl:choose>
      <xsl:when test="descendant::*[self::tei:p or self::tei:ab or self::tei:l or self::tei:lg or self::tei:item or self::tei:list or self::tei:head or self::tei:div or self::tei:figure or self::tei:graphic or self::tei:table or self::tei:row or self::tei:byline or self::tei:dateline or self::tei:note or self::tei:fw]"><xsl:apply-templates select="*" mode="block"/></xsl:when>
      <xsl:when test="normalize-space()"><xsl:call-template name="line"/></xsl:when>
    </xsl:choose>
  </xsl:template>
  <xsl:template match="text()" mode="block"/>
  <xsl:template match="tei:p//tei:figure | tei:ab//tei:figure"/>
  <xsl:template name="line">
    <xsl:param name="mark"/><xsl:param name="end"/>
    <xsl:variable name="said"><xsl:apply-templates/></xsl:variable>
    <xsl:if test="normalize-space($said)"><xsl:value-of select="concat($mark, $said, $end, '&#10;&#10;')"/></xsl:if>
    <xsl:apply-templates select=".//tei:figure" mode="block"/>
  </xsl:template>
  <xsl:template match="tei:hi | tei:emph"><xsl:text>*</xsl:text><xsl:apply-templates/><xsl:text>*</xsl:text></xsl:template>

  <!-- escapes by halves, so the depth stays logarithmic -->
  <xsl:template name="say">
    <xsl:param name="text"/>
    <xsl:choose>
      <xsl:when test="translate($text, $signs, '') = $text"><xsl:value-of select="$text"/></xsl:when>
      <xsl:when test="string-length($text) = 1"><xsl:value-of select="concat('\', $text)"/></xsl:when>
      <xsl:otherwise>
        <xsl:variable name="half" select="floor(string-length($text) div 2)"/>
        <xsl:call-template name="say"><xsl:with-param name="text" select="substring($text, 1, $half)"/></xsl:call-template>
        <xsl:call-template name="say"><xsl:with-param name="text" select="substring($text, $half + 1)"/></xsl:call-template>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>
</xsl:stylesheet>
