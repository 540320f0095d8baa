<?xml version="1.0" encoding="UTF-8"?>
<!-- A TEI issue to the e-book's contents, or to its colophon; `page` says which. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:tei="http://www.tei-c.org/ns/1.0" xmlns:epub="http://www.idpf.org/2007/ops" xmlns="http://www.w3.org/1999/xhtml" exclude-result-prefixes="tei">
  <xsl:import href="frame.xsl"/>
  <xsl:output method="xml" encoding="UTF-8" indent="no"/>
  <xsl:param name="page" select="'nav'"/>
  <xsl:template match="/"><xsl:apply-templates select="//tei:TEI[1]" mode="page"/></xsl:template>
  <xsl:template match="tei:TEI" mode="page">
    <html><xsl:call-template name="language"/>
      <head><title><xsl:call-template name="paper-title"/></title><link rel="stylesheet" type="text/css" href="baokan.css"/></head>
      <body><xsl:choose><xsl:when test="$page = 'nav'"><xsl:call-template name="nav"/></xsl:when><xsl:otherwise><xsl:call-template name="colophon"/></xsl:otherwise></xsl:choose></body>
    </html>
  </xsl:template>
  <xsl:template name="nav">
    <h1 class="masthead"><xsl:call-template name="paper-title"/></h1><p class="when"><xsl:call-template name="paper-date"/></p>
    <nav epub:type="toc" id="toc"><h2>目录</h2><ol>
      <xsl:for-each select="key('chapters', 'all')">
        <li><a href="c{position()}.xhtml"><xsl:call-template name="article-name"/></a>
          <xsl:variable name="chapter" select="position()"/>
          <xsl:if test="key('sidebars', @xml:id)"><ol><xsl:for-each select="key('sidebars', @xml:id)"><li><a href="c{$chapter}.xhtml#{@xml:id}"><xsl:call-template name="article-name"/></a></li></xsl:for-each></ol></xsl:if>
        </li>
      </xsl:for-each>
      <li><a href="colophon.xhtml">版本说明</a></li>
    </ol></nav>
  </xsl:template>
  <xsl:template name="colophon">
    <h1>版本说明</h1>
    <xsl:apply-templates select="tei:text/*/tei:fw" mode="furniture"/>
    <xsl:for-each select="tei:teiHeader/tei:fileDesc/tei:sourceDesc/tei:bibl[@type='digital-source']"><p class="aside">来源 <xsl:value-of select="normalize-space(tei:title)"/><br/>sha256 <xsl:value-of select="normalize-space(tei:idno[@type='sha256'])"/></p></xsl:for-each>
    <xsl:if test="normalize-space(tei:teiHeader/tei:fileDesc/tei:publicationStmt/tei:availability)"><p class="aside">权利 <xsl:value-of select="normalize-space(tei:teiHeader/tei:fileDesc/tei:publicationStmt/tei:availability)"/></p></xsl:if>
  </xsl:template>
  <!-- running heads and folios that stand in no article -->
  <xsl:template match="tei:fw" mode="furniture"><p class="fw"><xsl:apply-templates/></p></xsl:template>
</xsl:stylesheet>
