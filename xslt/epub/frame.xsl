<?xml version="1.0" encoding="UTF-8"?>
<!-- What the files of an e-book share. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:tei="http://www.tei-c.org/ns/1.0">
  <xsl:import href="../reading.xsl"/>
  <!-- the items that become chapters: a sidebar stays with its host -->
  <xsl:key name="chapters" match="tei:text/*/tei:div[not(@corresp and key('hosts', substring(@corresp, 2)))]" use="'all'"/>
  <xsl:template name="language"><xsl:attribute name="xml:lang"><xsl:choose><xsl:when test="ancestor-or-self::*[@xml:lang]"><xsl:value-of select="ancestor-or-self::*[@xml:lang][1]/@xml:lang"/></xsl:when><xsl:otherwise>zh</xsl:otherwise></xsl:choose></xsl:attribute></xsl:template>
</xsl:stylesheet>
