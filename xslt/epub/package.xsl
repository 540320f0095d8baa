<?xml version="1.0" encoding="UTF-8"?>
<!-- A TEI issue to the package document of an e-book; `pictures` is a blank-separated list of file names. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:tei="http://www.tei-c.org/ns/1.0" xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/" exclude-result-prefixes="tei">
  <xsl:import href="frame.xsl"/>
  <xsl:output method="xml" encoding="UTF-8" indent="yes"/>
  <xsl:param name="modified" select="'2026-11-24T00:00:00Z'"/>
  <xsl:param name="pictures"/>
  <xsl:template match="/"><xsl:apply-templates select="//tei:TEI[1]" mode="package"/></xsl:template>
  <xsl:template match="tei:TEI" mode="package">
    <xsl:variable name="file" select="tei:teiHeader/tei:fileDesc"/>
    <package version="3.0" unique-identifier="id"><xsl:call-template name="language"/>
      <metadata>
        <dc:identifier id="id">urn:baokan:<xsl:value-of select="@xml:id"/>:<xsl:value-of select="normalize-space($file/tei:sourceDesc/tei:bibl[@type='digital-source'][1]/tei:idno[@type='sha256'])"/></dc:identifier>
        <dc:title><xsl:call-template name="paper-title"/><xsl:text> </xsl:text><xsl:call-template name="paper-date"/></dc:title>
        <dc:language><xsl:choose><xsl:when test="@xml:lang"><xsl:value-of select="@xml:lang"/></xsl:when><xsl:otherwise>zh</xsl:otherwise></xsl:choose></dc:language>
        <xsl:if test="$file/tei:sourceDesc/tei:biblStruct/tei:monogr/tei:imprint/tei:date/@when"><dc:date><xsl:value-of select="$file/tei:sourceDesc/tei:biblStruct/tei:monogr/tei:imprint/tei:date/@when"/></dc:date></xsl:if>
        <dc:publisher><xsl:choose><xsl:when test="normalize-space($file/tei:publicationStmt/tei:publisher)"><xsl:value-of select="normalize-space($file/tei:publicationStmt/tei:publisher)"/></xsl:when><xsl:otherwise>baokan</xsl:otherwise></xsl:choose></dc:publisher>
        <xsl:if test="normalize-space($file/tei:publicationStmt/tei:availability)"><dc:rights><xsl:value-of select="normalize-space($file/tei:publicationStmt/tei:availability)"/></dc:rights></xsl:if>
        <meta property="dcterms:modified"><xsl:value-of select="$modified"/></meta>
      </metadata>
      <manifest>
        <item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
        <item id="css" href="baokan.css" media-type="text/css"/>
        <item id="colophon" href="colophon.xhtml" media-type="application/xhtml+xml"/>
        <xsl:for-each select="key('chapters', 'all')"><item id="c{position()}" href="c{position()}.xhtml" media-type="application/xhtml+xml"/></xsl:for-each>
        <xsl:call-template name="picture-items"><xsl:with-param name="left" select="normalize-space($pictures)"/></xsl:call-template>
      </manifest>
      <spine><itemref idref="nav"/><xsl:for-each select="key('chapters', 'all')"><itemref idref="c{position()}"/></xsl:for-each><itemref idref="colophon"/></spine>
    </package>
  </xsl:template>
  <xsl:template name="picture-items">
    <xsl:param name="left"/>
    <xsl:variable name="name" select="substring-before(concat($left, ' '), ' ')"/>
    <xsl:if test="$name != ''">
      <xsl:variable name="kind" select="substring-after($name, '.')"/>
      <item id="{translate($name, '.', '-')}" href="{$name}"><xsl:attribute name="media-type">image/<xsl:choose><xsl:when test="$kind = 'jpg'">jpeg</xsl:when><xsl:otherwise><xsl:value-of select="$kind"/></xsl:otherwise></xsl:choose></xsl:attribute></item>
      <xsl:call-template name="picture-items"><xsl:with-param name="left" select="substring-after($left, ' ')"/></xsl:call-template>
    </xsl:if>
  </xsl:template>
</xsl:stylesheet>
