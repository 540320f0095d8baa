<?xml version="1.0" encoding="UTF-8"?>
<!-- A TEI issue to one HTML page. Every source character is there; nothing of it is markup. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:tei="http://www.tei-c.org/ns/1.0" exclude-result-prefixes="tei">
  <xsl:import href="frame.xsl"/>
  <xsl:import href="phrases.xsl"/>
  <xsl:output method="html" encoding="UTF-8" indent="no" doctype-system="about:legacy-compat"/>

  <xsl:template match="/tei:TEI">
    <xsl:variable name="title"><xsl:call-template name="issue-title"/></xsl:variable>
    <html lang="{@xml:lang}">
      <xsl:call-template name="html-head"><xsl:with-param name="title" select="$title"/></xsl:call-template>
      <body>
        <header class="masthead">
          <p class="back"><a href="index.html">报刊</a></p>
          <h1><xsl:value-of select="$title"/></h1>
          <p class="when"><xsl:call-template name="issue-date"/></p>
        </header>
        <main><xsl:apply-templates select="tei:text/tei:body/tei:div[not(@corresp and key('hosts', substring(@corresp, 2)))] | tei:text/tei:body/tei:p[normalize-space()]"/></main>
        <footer class="colophon"><xsl:call-template name="colophon"/></footer>
      </body>
    </html>
  </xsl:template>
  <xsl:key name="hosts" match="tei:body/tei:div[not(@corresp)]" use="@xml:id"/>
  <xsl:key name="sidebars" match="tei:body/tei:div[@corresp]" use="substring(@corresp, 2)"/>

  <xsl:template match="tei:body/tei:div">
    <article id="{@xml:id}" class="{@type} {@subtype}">
      <xsl:apply-templates select="tei:head"/>
      <div class="columns">
        <xsl:apply-templates select="*[not(self::tei:head)]"/>
      </div>
      <xsl:apply-templates select="key('sidebars', @xml:id)"/>
    </article>
  </xsl:template>
  <xsl:template match="tei:body/tei:div[@corresp]">
    <aside id="{@xml:id}" class="{@type} {@subtype}"><xsl:apply-templates/></aside>
  </xsl:template>
  <xsl:template match="tei:div[@type='subsection']"><section><xsl:apply-templates/></section></xsl:template>

  <xsl:template match="tei:head[@type='main']"><h2><xsl:call-template name="anchor"/><xsl:apply-templates/></h2></xsl:template>
  <xsl:template match="tei:head[@type='cross']"><h3><xsl:call-template name="anchor"/><xsl:apply-templates/></h3></xsl:template>
  <xsl:template match="tei:head"><p class="head {@type}"><xsl:call-template name="anchor"/><xsl:apply-templates/></p></xsl:template>
  <xsl:template match="tei:byline"><p class="byline"><xsl:call-template name="anchor"/><xsl:apply-templates/></p></xsl:template>
  <xsl:template match="tei:dateline"><p class="dateline"><xsl:call-template name="anchor"/><xsl:apply-templates/></p></xsl:template>
  <!-- set back in line by the p that follows -->
  <xsl:template match="tei:dateline[@rendition='#runin'][following-sibling::tei:p] | tei:byline[@rendition='#runin'][following-sibling::tei:p]"/>
  <xsl:template match="tei:dateline | tei:byline" mode="run-in"><span class="runin" id="{@xml:id}"><xsl:apply-templates/></span></xsl:template>
  <xsl:template match="tei:p">
    <p>
      <xsl:call-template name="anchor"/>
      <xsl:variable name="before" select="preceding-sibling::*[1]"/>
      <xsl:if test="$before/@rendition='#runin'">
        <xsl:if test="$before/preceding-sibling::*[1]/@rendition='#runin'"><xsl:apply-templates select="$before/preceding-sibling::*[1]" mode="run-in"/></xsl:if>
        <xsl:apply-templates select="$before" mode="run-in"/>
      </xsl:if>
      <xsl:apply-templates/>
    </p>
  </xsl:template>
  <xsl:template match="tei:figure">
    <figure><xsl:call-template name="anchor"/>
      <xsl:apply-templates select="tei:graphic"/>
      <xsl:if test="not(tei:graphic)"><div class="no-picture" role="img" aria-label="图片未收录 / picture not held">图</div></xsl:if>
      <figcaption><xsl:apply-templates select="*[not(self::tei:graphic)]"/></figcaption>
    </figure>
  </xsl:template>
  <xsl:template match="tei:graphic"><img src="{@url}" alt="{normalize-space(../tei:p[1])}"/></xsl:template>
  <xsl:template match="tei:note"><p class="note"><xsl:call-template name="anchor"/><xsl:apply-templates/></p></xsl:template>
  <xsl:template match="tei:fw"><p class="folio"><xsl:call-template name="anchor"/><xsl:apply-templates/></p></xsl:template>
  <xsl:template name="anchor"><xsl:if test="@xml:id"><xsl:attribute name="id"><xsl:value-of select="@xml:id"/></xsl:attribute></xsl:if></xsl:template>

  <xsl:template name="colophon">
    <dl>
      <xsl:for-each select="tei:teiHeader/tei:fileDesc/tei:sourceDesc/tei:bibl[@type='digital-source']">
        <dt>来源</dt><dd><xsl:value-of select="tei:title"/><br/><code>sha256 <xsl:value-of select="tei:idno[@type='sha256']"/></code></dd>
      </xsl:for-each>
      <xsl:for-each select="tei:teiHeader/tei:fileDesc/tei:sourceDesc/tei:biblStruct/tei:note[@type='evidence']">
        <dt>推断依据</dt><dd><xsl:value-of select="."/></dd>
      </xsl:for-each>
      <xsl:for-each select="tei:teiHeader/tei:fileDesc/tei:publicationStmt/tei:availability">
        <dt>权利</dt><dd><xsl:value-of select="normalize-space(.)"/></dd>
      </xsl:for-each>
      <dt>TEI</dt><dd><a href="tei/{@xml:id}.xml"><xsl:value-of select="@xml:id"/>.xml</a></dd>
    </dl>
  </xsl:template>
</xsl:stylesheet>
