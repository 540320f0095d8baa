<?xml version="1.0" encoding="UTF-8"?>
<!-- TEI to plain reading text: one paragraph a line, a blank line between articles. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:tei="http://www.tei-c.org/ns/1.0">
  <xsl:output method="text" encoding="UTF-8"/>
  <xsl:strip-space elements="tei:TEI tei:text tei:body tei:div tei:figure"/>
  <xsl:template match="/"><xsl:apply-templates select="//tei:text"/></xsl:template>
  <xsl:template match="tei:body/tei:div">
    <xsl:apply-templates/><xsl:text>&#10;</xsl:text>
  </xsl:template>
  <xsl:template match="tei:head | tei:byline | tei:dateline | tei:p | tei:note | tei:fw | tei:l | tei:item">
    <xsl:apply-templates/><xsl:text>&#10;</xsl:text>
  </xsl:template>
  <!-- what is run in stays on its paragraph's line -->
  <xsl:template match="tei:dateline[@rendition='#runin'] | tei:byline[@rendition='#runin']"><xsl:apply-templates/></xsl:template>
  <xsl:template match="tei:surplus | tei:sic | tei:orig | tei:abbr | tei:figDesc"/>
</xsl:stylesheet>
