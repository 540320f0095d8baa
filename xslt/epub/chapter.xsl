<?xml version="1.0" encoding="UTF-8"?>
<!-- Each article with its sidebars to an XHTML chapter, all of them in <chapters>; with `chapter`, counted from 1, that one alone. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:tei="http://www.tei-c.org/ns/1.0" xmlns:epub="http://www.idpf.org/2007/ops" xmlns="http://www.w3.org/1999/xhtml" exclude-result-prefixes="tei epub">
  <xsl:import href="frame.xsl"/>
  <xsl:output method="xml" encoding="UTF-8" indent="no"/>
  <xsl:param name="chapter"/>

  <xsl:template match="/">
    <xsl:choose>
      <xsl:when test="$chapter"><xsl:apply-templates select="key('chapters', 'all')[position() = $chapter]" mode="chapter"/></xsl:when>
      <xsl:otherwise><chapters><xsl:apply-templates select="key('chapters', 'all')" mode="chapter"/></chapters></xsl:otherwise>
    </xsl:choose>
  </xsl:template>
  <xsl:template match="tei:div" mode="chapter">
    <html><xsl:call-template name="language"/>
      <head><title><xsl:call-template name="article-name"/></title><link rel="stylesheet" type="text/css" href="baokan.css"/></head>
      <body>
        <xsl:if test="not(tei:head[@type='main' or not(@type)])"><h1 class="silent"><xsl:call-template name="article-name"/></h1></xsl:if>
        <section class="{@type} {@subtype}"><xsl:call-template name="anchor"/><xsl:apply-templates select="*" mode="block"/></section>
        <xsl:for-each select="key('sidebars', @xml:id)"><aside class="sidebar"><xsl:call-template name="anchor"/><xsl:apply-templates select="*" mode="block"/></aside></xsl:for-each>
      </body>
    </html>
  </xsl:template>
  <xsl:template name="anchor"><xsl:if test="@xml:id"><xsl:attribute name="id"><xsl:value-of select="@xml:id"/></xsl:attribute></xsl:if></xsl:template>

  <xsl:template match="tei:head[@type='main' or not(@type)]" mode="block">
    <xsl:choose>
      <xsl:when test="ancestor::tei:div[@corresp or @type='subsection']"><h2><xsl:apply-templates/></h2></xsl:when>
      <xsl:otherwise><h1><xsl:apply-templates/></h1></xsl:otherwise>
    </xsl:choose>
  </xsl:template>
  <xsl:template match="tei:head[@type='cross']" mode="block"><h2 class="cross"><xsl:apply-templates/></h2></xsl:template>
  <xsl:template match="tei:head" mode="block"><p class="{@type}"><xsl:apply-templates/></p></xsl:template>
  <xsl:template match="tei:byline | tei:dateline" mode="block"><p class="byline"><xsl:apply-templates/></p></xsl:template>
  <xsl:template match="tei:dateline[@rendition='#runin'][following-sibling::tei:p] | tei:byline[@rendition='#runin'][following-sibling::tei:p]" mode="block"/>
  <xsl:template match="tei:p | tei:ab" mode="block">
    <p>
      <xsl:variable name="before" select="preceding-sibling::*[1]"/>
      <xsl:if test="$before[self::tei:dateline or self::tei:byline]/@rendition='#runin'">
        <b class="runin">
          <xsl:if test="$before/preceding-sibling::*[1][self::tei:dateline or self::tei:byline]/@rendition='#runin'"><xsl:apply-templates select="$before/preceding-sibling::*[1]/node()"/></xsl:if>
          <xsl:apply-templates select="$before/node()"/>
        </b>
      </xsl:if>
      <xsl:apply-templates/>
    </p>
    <xsl:apply-templates select=".//tei:figure" mode="block"/>
  </xsl:template>
  <xsl:template match="tei:note | tei:fw | tei:l | tei:item" mode="block"><p class="aside"><xsl:apply-templates/></p></xsl:template>
  <xsl:template match="tei:figure" mode="block">
    <figure>
      <xsl:choose>
        <xsl:when test="tei:graphic/@n"><img src="{tei:graphic[1]/@n}" alt="{normalize-space(tei:figDesc | tei:p[not(../tei:figDesc)][1])}"/></xsl:when>
        <xsl:otherwise><div class="no-picture">图片未收录</div></xsl:otherwise>
      </xsl:choose>
      <xsl:if test="*[not(self::tei:graphic or self::tei:figDesc)]"><figcaption><xsl:apply-templates select="*[not(self::tei:graphic)]" mode="block"/></figcaption></xsl:if>
    </figure>
  </xsl:template>
  <xsl:template match="tei:table" mode="block"><xsl:apply-templates select="tei:head" mode="block"/><table><tbody><xsl:for-each select="tei:row"><tr><xsl:for-each select="tei:cell"><td><xsl:apply-templates/></td></xsl:for-each></tr></xsl:for-each></tbody></table></xsl:template>
  <xsl:template match="tei:figDesc | tei:graphic | tei:pb | tei:cb | tei:lb" mode="block"/>
  <xsl:template match="*" mode="block">
    <xsl:choose>
      <xsl:when test="descendant::*[self::tei:p or self::tei:ab or self::tei:l or self::tei:lg or self::tei:item or self::tei:list or self::tei:head or self::tei:div or self::tei:figure or self::tei:table or self::tei:byline or self::tei:row or self::tei:dateline or self::tei:note or self::tei:fw]"><xsl:apply-templates select="*" mode="block"/></xsl:when>
      <xsl:when test="normalize-space()"><p><xsl:apply-templates/></p></xsl:when>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="tei:supplied"><ins class="supplied"><xsl:apply-templates/></ins></xsl:template>
  <xsl:template match="tei:choice"><ins class="corr" title="原文：{normalize-space(tei:sic | tei:orig)}"><xsl:apply-templates select="tei:corr | tei:reg | tei:expan"/></ins></xsl:template>
  <xsl:template match="tei:hi | tei:emph"><em><xsl:apply-templates/></em></xsl:template>
  <xsl:template match="tei:ruby"><ruby><xsl:apply-templates select="tei:rb/node()"/><rt><xsl:apply-templates select="tei:rt/node()"/></rt></ruby></xsl:template>
  <xsl:template match="tei:p//tei:figure | tei:ab//tei:figure"/>
</xsl:stylesheet>
