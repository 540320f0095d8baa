<?xml version="1.0" encoding="UTF-8"?>
<!-- The name of the paper that a TEI belongs to, as text. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:tei="http://www.tei-c.org/ns/1.0">
  <xsl:import href="metadata.xsl"/>
  <xsl:output method="text" encoding="UTF-8"/>
  <xsl:param name="issue"/>
  <xsl:template match="/"><xsl:for-each select="tei:TEI"><xsl:call-template name="paper"/></xsl:for-each></xsl:template>
</xsl:stylesheet>
