<?xml version="1.0" encoding="UTF-8"?>
<!-- What every page of the site has in common: head, issue title, colophon. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:tei="http://www.tei-c.org/ns/1.0" exclude-result-prefixes="tei">
  <xsl:template name="html-head">
    <xsl:param name="title"/>
    <head>
      <meta charset="UTF-8"/>
      <meta name="viewport" content="width=device-width, initial-scale=1"/>
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'"/>
      <title><xsl:value-of select="$title"/></title>
      <link rel="stylesheet" href="baokan.css"/>
    </head>
  </xsl:template>

  <!-- context: a TEI -->
  <xsl:template name="issue-title">
    <xsl:variable name="monogr" select="tei:teiHeader/tei:fileDesc/tei:sourceDesc/tei:biblStruct/tei:monogr"/>
    <xsl:choose>
      <xsl:when test="normalize-space($monogr/tei:title)"><xsl:value-of select="$monogr/tei:title"/></xsl:when>
      <xsl:when test="normalize-space(tei:teiHeader/tei:fileDesc/tei:titleStmt/tei:title)"><xsl:value-of select="tei:teiHeader/tei:fileDesc/tei:titleStmt/tei:title"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="@xml:id"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>
  <xsl:template name="issue-date">
    <xsl:variable name="date" select="tei:teiHeader/tei:fileDesc/tei:sourceDesc/tei:biblStruct/tei:monogr/tei:imprint/tei:date"/>
    <xsl:choose>
      <xsl:when test="$date/@when"><time datetime="{$date/@when}"><xsl:value-of select="$date/@when"/></time></xsl:when>
      <xsl:when test="$date/@notBefore">不早于 <time datetime="{$date/@notBefore}"><xsl:value-of select="$date/@notBefore"/></time>（推断）</xsl:when>
      <xsl:otherwise>日期不详</xsl:otherwise>
    </xsl:choose>
    <xsl:for-each select="tei:teiHeader/tei:fileDesc/tei:sourceDesc/tei:biblStruct/tei:monogr/tei:biblScope[@unit='page']">
      <xsl:text> · 第 </xsl:text><xsl:value-of select="."/><xsl:text> 版</xsl:text>
    </xsl:for-each>
  </xsl:template>
</xsl:stylesheet>
