<?xml version="1.0" encoding="UTF-8"?>
<!-- Phrases inside heads, bylines and paragraphs, as reading text that shows what was mended. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:tei="http://www.tei-c.org/ns/1.0" exclude-result-prefixes="tei">
  <xsl:template match="tei:supplied"><ins class="supplied" title="原文在接缝处脱漏 / lost at a seam"><xsl:apply-templates/></ins></xsl:template>
  <xsl:template match="tei:surplus"><del class="surplus" title="原文在接缝处重复 / doubled at a seam"><xsl:apply-templates/></del></xsl:template>
  <xsl:template match="tei:choice"><ins class="corr" title="原文 / printed: {tei:sic | tei:orig}"><xsl:apply-templates select="tei:corr | tei:reg"/></ins></xsl:template>
  <xsl:template match="tei:cb"><span class="seam cert-{@cert}" title="分栏处 / column break"></span></xsl:template>
  <xsl:template match="tei:persName"><span class="person"><xsl:apply-templates/></span></xsl:template>
  <xsl:template match="tei:placeName"><span class="place"><xsl:apply-templates/></span></xsl:template>
  <xsl:template match="tei:date[@when]"><time datetime="{@when}"><xsl:apply-templates/></time></xsl:template>
  <xsl:template match="tei:gap"><span class="gap" title="缺字 / gap">□</span></xsl:template>
  <xsl:template match="tei:teiHeader | tei:facsimile | tei:standOff"/>
</xsl:stylesheet>
