<?xml version="1.0" encoding="UTF-8"?>
<!-- Phrases inside a part, each a call that the template defines, and the literals that text becomes. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:tei="http://www.tei-c.org/ns/1.0">
  <xsl:template match="tei:supplied"><xsl:call-template name="call"><xsl:with-param name="name" select="'supplied'"/><xsl:with-param name="argument" select="string(@cert)"/></xsl:call-template></xsl:template>
  <xsl:template match="tei:surplus"><xsl:call-template name="call"><xsl:with-param name="name" select="'surplus'"/><xsl:with-param name="argument" select="string(@cert)"/></xsl:call-template></xsl:template>
  <xsl:template match="tei:choice">
    <xsl:text>#emended(</xsl:text><xsl:call-template name="string"><xsl:with-param name="text" select="normalize-space(tei:sic | tei:orig | tei:abbr)"/></xsl:call-template>
    <xsl:text>)[</xsl:text><xsl:apply-templates select="tei:corr | tei:reg | tei:expan"/><xsl:text>];</xsl:text>
  </xsl:template>
  <xsl:template match="tei:cb[@break='no'] | tei:pb[@break='no']"><xsl:text>#seam(</xsl:text><xsl:call-template name="string"><xsl:with-param name="text" select="string(@cert)"/></xsl:call-template><xsl:text>);</xsl:text></xsl:template>
  <xsl:template match="tei:persName | tei:placeName | tei:orgName">
    <xsl:text>#named(</xsl:text><xsl:call-template name="string"><xsl:with-param name="text" select="local-name()"/></xsl:call-template><xsl:text>, </xsl:text>
    <xsl:call-template name="string"><xsl:with-param name="text"><xsl:call-template name="unwrapped"/></xsl:with-param></xsl:call-template>
    <xsl:text>)[</xsl:text><xsl:apply-templates/><xsl:text>];</xsl:text>
  </xsl:template>
  <xsl:template match="tei:hi | tei:emph">
    <xsl:call-template name="call"><xsl:with-param name="name" select="'shown'"/><xsl:with-param name="argument"><xsl:choose><xsl:when test="@rend or @rendition"><xsl:value-of select="normalize-space(concat(@rend, ' ', @rendition))"/></xsl:when><xsl:otherwise>emphasis</xsl:otherwise></xsl:choose></xsl:with-param></xsl:call-template>
  </xsl:template>
  <xsl:template match="tei:ruby">
    <xsl:text>#gloss(</xsl:text><xsl:call-template name="string"><xsl:with-param name="text" select="normalize-space(tei:rt)"/></xsl:call-template><xsl:text>)[</xsl:text><xsl:apply-templates select="tei:rb"/><xsl:text>];</xsl:text>
  </xsl:template>
  <xsl:template match="tei:note"><xsl:call-template name="call"><xsl:with-param name="name" select="'remark'"/></xsl:call-template></xsl:template>
  <xsl:template match="tei:unclear"><xsl:call-template name="call"><xsl:with-param name="name" select="'unclear'"/></xsl:call-template></xsl:template>
  <xsl:template match="tei:foreign[@xml:lang]"><xsl:call-template name="call"><xsl:with-param name="name" select="'spoken'"/><xsl:with-param name="argument" select="string(@xml:lang)"/></xsl:call-template></xsl:template>
  <!-- a link only to what is in this issue -->
  <xsl:template match="tei:ref[starts-with(@target, '#')]">
    <xsl:choose>
      <xsl:when test="key('divisions', substring(@target, 2))"><xsl:call-template name="call"><xsl:with-param name="name" select="'jump'"/><xsl:with-param name="argument" select="substring(@target, 2)"/></xsl:call-template></xsl:when>
      <xsl:otherwise><xsl:apply-templates/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>
  <!-- these are parts of their own, set after the paragraph that holds them -->
  <xsl:template match="tei:p//tei:figure | tei:ab//tei:figure"/>

  <xsl:template name="unwrapped"><xsl:call-template name="unwrap"><xsl:with-param name="text" select="string(.)"/></xsl:call-template></xsl:template>
  <xsl:template name="call">
    <xsl:param name="name"/><xsl:param name="argument"/>
    <xsl:text>#</xsl:text><xsl:value-of select="$name"/>
    <xsl:text>(</xsl:text><xsl:call-template name="string"><xsl:with-param name="text" select="$argument"/></xsl:call-template><xsl:text>)[</xsl:text><xsl:apply-templates/><xsl:text>];</xsl:text>
  </xsl:template>
  <xsl:template name="say"><xsl:param name="text"/><xsl:if test="$text != ''"><xsl:text>#</xsl:text><xsl:call-template name="string"><xsl:with-param name="text" select="$text"/></xsl:call-template><xsl:text>;</xsl:text></xsl:if></xsl:template>

  <!-- a dictionary entry whose value is a string -->
  <xsl:template name="entry">
    <xsl:param name="key"/><xsl:param name="text"/>
    <xsl:value-of select="$key"/><xsl:text>: </xsl:text><xsl:call-template name="string"><xsl:with-param name="text" select="$text"/></xsl:call-template><xsl:text>, </xsl:text>
  </xsl:template>
  <!-- a Typst string literal -->
  <xsl:template name="string">
    <xsl:param name="text"/>
    <xsl:text>"</xsl:text><xsl:call-template name="escape"><xsl:with-param name="text" select="string($text)"/></xsl:call-template><xsl:text>"</xsl:text>
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
