<?xml version="1.0" encoding="UTF-8"?>
<!-- TEI to plain reading text: one paragraph a line, a blank line between articles. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:tei="http://www.tei-c.org/ns/1.0">
  <xsl:import href="reading.xsl"/>
  <xsl:output method="text" encoding="UTF-8"/>
  <xsl:template match="/"><xsl:apply-templates select="//tei:text[not(ancestor::tei:text)]" mode="block"/></xsl:template>
  <xsl:template match="tei:body/tei:div | tei:front/tei:div | tei:back/tei:div | tei:div[@type='article' or @type='notice' or @type='advertisement']" mode="block">
    <xsl:apply-templates mode="block"/><xsl:text>&#10;</xsl:text>
  </xsl:template>
  <xsl:template match="tei:head | tei:byline | tei:dateline | tei:p | tei:ab | tei:note | tei:fw | tei:l | tei:item" mode="block">
    <xsl:variable name="line"><xsl:apply-templates/></xsl:variable>
    <xsl:if test="normalize-space($line)"><xsl:value-of select="$line"/><xsl:text>&#10;</xsl:text></xsl:if>
    <xsl:apply-templates select=".//tei:figure[not(ancestor::tei:note)]" mode="block"/>
  </xsl:template>
  <!-- what is run in stays on its paragraph's line -->
  <xsl:template match="tei:dateline[@rendition='#runin'][following-sibling::tei:p] | tei:byline[@rendition='#runin'][following-sibling::tei:p]" mode="block"><xsl:apply-templates/></xsl:template>
  <xsl:template match="tei:row" mode="block">
    <xsl:for-each select="tei:cell"><xsl:if test="position() &gt; 1"><xsl:text>&#9;</xsl:text></xsl:if><xsl:apply-templates/></xsl:for-each><xsl:text>&#10;</xsl:text>
  </xsl:template>
  <xsl:template match="tei:graphic | tei:figDesc | tei:pb | tei:cb | tei:lb" mode="block"/>
  <!-- anything else: its blocks, or a line of what it says -->
  <xsl:template match="*" mode="block">
    <xsl:choose>
      <xsl:when test="descendant::*[self::tei:p or self::tei:ab or self::tei:l or self::tei:lg or self::tei:item or self::tei:list or self::tei:head or self::tei:div or self::tei:figure or self::tei:table or self::tei:row or self::tei:byline or self::tei:body or self::tei:front or self::tei:back or self::tei:dateline or self::tei:note or self::tei:fw]"><xsl:apply-templates select="*" mode="block"/></xsl:when>
      <xsl:when test="normalize-space()"><xsl:apply-templates/><xsl:text>&#10;</xsl:text></xsl:when>
    </xsl:choose>
  </xsl:template>
  <xsl:template match="text()" mode="block"/>
  <!-- a picture inside a paragraph has lines of its own, after it -->
  <xsl:template match="tei:p//tei:figure | tei:ab//tei:figure | tei:head//tei:figure"/>
</xsl:stylesheet>
