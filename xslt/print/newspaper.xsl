<?xml version="1.0" encoding="UTF-8"?>
<!-- A TEI issue to Typst. All text goes out as string literals, so none of it can be Typst code. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:tei="http://www.tei-c.org/ns/1.0">
  <xsl:output method="text" encoding="UTF-8"/>
  <xsl:strip-space elements="tei:TEI tei:text tei:body tei:div tei:figure"/>
  <xsl:key name="hosts" match="tei:body/tei:div[not(@corresp)]" use="@xml:id"/>
  <xsl:key name="sidebars" match="tei:body/tei:div[@corresp]" use="substring(@corresp, 2)"/>

  <xsl:template match="/tei:TEI">
    <xsl:variable name="source" select="tei:teiHeader/tei:fileDesc/tei:sourceDesc"/>
    <xsl:variable name="date" select="$source/tei:biblStruct/tei:monogr/tei:imprint/tei:date"/>
    <xsl:text>#import "newspaper.typ": *&#10;#show: newspaper.with(title: </xsl:text>
    <xsl:choose>
      <xsl:when test="normalize-space($source/tei:biblStruct/tei:monogr/tei:title)"><xsl:call-template name="string"><xsl:with-param name="text" select="normalize-space($source/tei:biblStruct/tei:monogr/tei:title)"/></xsl:call-template></xsl:when>
      <xsl:otherwise><xsl:call-template name="string"><xsl:with-param name="text" select="string(@xml:id)"/></xsl:call-template></xsl:otherwise>
    </xsl:choose>
    <xsl:text>, date: </xsl:text>
    <xsl:choose>
      <xsl:when test="$date/@when"><xsl:call-template name="string"><xsl:with-param name="text" select="string($date/@when)"/></xsl:call-template></xsl:when>
      <xsl:when test="$date/@notBefore"><xsl:call-template name="string"><xsl:with-param name="text" select="concat('不早于 ', $date/@notBefore, '（推断）')"/></xsl:call-template></xsl:when>
      <xsl:otherwise>"日期不详"</xsl:otherwise>
    </xsl:choose>
    <xsl:text>, lang: </xsl:text><xsl:call-template name="string"><xsl:with-param name="text" select="string(@xml:lang)"/></xsl:call-template>
    <xsl:text>)&#10;</xsl:text>
    <xsl:apply-templates select="tei:text/tei:body/tei:div[not(@corresp and key('hosts', substring(@corresp, 2)))] | tei:text/tei:body/tei:p[normalize-space()]"/>
    <xsl:text>#colophon((</xsl:text>
    <xsl:for-each select="$source/tei:bibl[@type='digital-source']">
      <xsl:call-template name="string"><xsl:with-param name="text" select="concat('来源 ', tei:title, '　sha256 ', tei:idno[@type='sha256'])"/></xsl:call-template><xsl:text>, </xsl:text>
    </xsl:for-each>
    <xsl:text>))&#10;</xsl:text>
  </xsl:template>

  <xsl:template match="tei:body/tei:div">
    <xsl:choose>
      <xsl:when test="@corresp">#sidebar[</xsl:when>
      <xsl:when test="@type='notice'">#notice[</xsl:when>
      <xsl:otherwise>#article[</xsl:otherwise>
    </xsl:choose>
    <xsl:apply-templates/>
    <xsl:text>]&#10;</xsl:text>
    <xsl:apply-templates select="key('sidebars', @xml:id)[not(current()/@corresp)]"/>
  </xsl:template>
  <xsl:template match="tei:div[@type='subsection']"><xsl:apply-templates/></xsl:template>
  <xsl:template match="tei:head">
    <xsl:text>#head(</xsl:text>
    <xsl:call-template name="string"><xsl:with-param name="text" select="string(@type)"/></xsl:call-template>
    <xsl:text>)[</xsl:text><xsl:apply-templates/><xsl:text>]&#10;</xsl:text>
  </xsl:template>
  <xsl:template match="tei:byline | tei:dateline"><xsl:text>#byline[</xsl:text><xsl:apply-templates/><xsl:text>]&#10;</xsl:text></xsl:template>
  <xsl:template match="tei:dateline[@rendition='#runin'][following-sibling::tei:p] | tei:byline[@rendition='#runin'][following-sibling::tei:p]"/>
  <xsl:template match="tei:p">
    <xsl:text>#para[</xsl:text>
    <xsl:variable name="before" select="preceding-sibling::*[1]"/>
    <xsl:if test="$before/@rendition='#runin'">
      <xsl:text>#runin[</xsl:text>
      <xsl:if test="$before/preceding-sibling::*[1]/@rendition='#runin'"><xsl:apply-templates select="$before/preceding-sibling::*[1]/node()"/></xsl:if>
      <xsl:apply-templates select="$before/node()"/>
      <xsl:text>]</xsl:text>
    </xsl:if>
    <xsl:apply-templates/>
    <xsl:text>]&#10;</xsl:text>
  </xsl:template>
  <xsl:template match="tei:note | tei:fw"><xsl:text>#byline[</xsl:text><xsl:apply-templates/><xsl:text>]&#10;</xsl:text></xsl:template>
  <xsl:template match="tei:figure"><xsl:text>#picture[</xsl:text><xsl:apply-templates select="*[not(self::tei:graphic)]"/><xsl:text>]&#10;</xsl:text></xsl:template>
  <xsl:template match="tei:figure/tei:p"><xsl:text>#par[</xsl:text><xsl:apply-templates/><xsl:text>]&#10;</xsl:text></xsl:template>
  <xsl:template match="tei:surplus | tei:sic | tei:orig | tei:abbr | tei:figDesc"/>
  <xsl:template match="text()"><xsl:text>#</xsl:text><xsl:call-template name="string"><xsl:with-param name="text" select="."/></xsl:call-template><xsl:text>;</xsl:text></xsl:template>

  <!-- a Typst string literal -->
  <xsl:template name="string">
    <xsl:param name="text"/>
    <xsl:text>"</xsl:text><xsl:call-template name="escape"><xsl:with-param name="text" select="$text"/></xsl:call-template><xsl:text>"</xsl:text>
  </xsl:template>
  <!-- halves the text while it holds what must be escaped, so the depth stays logarithmic -->
  <xsl:template name="escape">
    <xsl:param name="text"/>
    <xsl:choose>
      <xsl:when test="not(contains($text, '\') or contains($text, '&quot;'))"><xsl:value-of select="$text"/></xsl:when>
      <xsl:when test="string-length($text) = 1"><xsl:text>\</xsl:text><xsl:value-of select="$text"/></xsl:when>
      <xsl:otherwise>
        <xsl:variable name="half" select="floor(string-length($text) div 2)"/>
        <xsl:call-template name="escape"><xsl:with-param name="text" select="substring($text, 1, $half)"/></xsl:call-template>
        <xsl:call-template name="escape"><xsl:with-param name="text" select="substring($text, $half + 1)"/></xsl:call-template>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>
</xsl:stylesheet>
