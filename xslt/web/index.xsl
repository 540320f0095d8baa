<?xml version="1.0" encoding="UTF-8"?>
<!-- A teiCorpus (its issues included) to the site's front page. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:tei="http://www.tei-c.org/ns/1.0" exclude-result-prefixes="tei">
  <xsl:import href="frame.xsl"/>
  <xsl:import href="phrases.xsl"/>
  <xsl:output method="html" encoding="UTF-8" indent="no" doctype-system="about:legacy-compat"/>
  <xsl:template match="/tei:teiCorpus">
    <html lang="zh">
      <xsl:call-template name="html-head"><xsl:with-param name="title" select="'报刊 · baokan'"/></xsl:call-template>
      <body class="index">
        <header class="masthead"><h1>报刊</h1><p><xsl:value-of select="count(tei:TEI)"/> 期 · <xsl:value-of select="count(tei:TEI//tei:div[@type='article'])"/> 篇稿件</p></header>
        <main><xsl:apply-templates select="tei:TEI"/></main>
        <footer class="colophon"><p>baokan · TEI P5</p></footer>
      </body>
    </html>
  </xsl:template>
  <xsl:template match="tei:TEI">
    <section class="issue">
      <h2><a href="{@xml:id}.html"><xsl:call-template name="issue-title"/></a></h2>
      <p class="when"><xsl:call-template name="issue-date"/></p>
      <ul>
        <xsl:for-each select="tei:text/tei:body/tei:div[@type='article']">
          <li><a href="{../../../@xml:id}.html#{@xml:id}"><xsl:call-template name="article-title"/></a></li>
        </xsl:for-each>
      </ul>
    </section>
  </xsl:template>
  <xsl:template name="article-title">
    <xsl:choose>
      <xsl:when test="tei:head[@type='main' or not(@type)]"><xsl:apply-templates select="tei:head[@type='main' or not(@type)][1]/node()"/></xsl:when>
      <xsl:when test="tei:head"><xsl:apply-templates select="tei:head[1]/node()"/></xsl:when>
      <xsl:otherwise>无题<xsl:if test="@subtype='photo'">图片新闻</xsl:if></xsl:otherwise>
    </xsl:choose>
  </xsl:template>
</xsl:stylesheet>
