<?xml version="1.0" encoding="UTF-8"?>
<!-- What all text-like editions agree on: which parts of a TEI text are read, and how white space reads. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:tei="http://www.tei-c.org/ns/1.0">
  <xsl:strip-space elements="tei:TEI tei:text tei:front tei:body tei:back tei:div tei:figure tei:list tei:table tei:row tei:lg tei:choice tei:ruby tei:floatingText"/>
  <!-- sidebars go with their host; a sidebar whose host isn't there stands alone -->
  <xsl:key name="hosts" match="tei:body/tei:div[not(@corresp)]" use="@xml:id"/>
  <xsl:key name="sidebars" match="tei:body/tei:div[@corresp]" use="substring(@corresp, 2)"/>

  <!-- what stands beside the reading text -->
  <xsl:template match="tei:surplus | tei:sic[parent::tei:choice] | tei:orig[parent::tei:choice] | tei:abbr[parent::tei:choice] | tei:del | tei:figDesc | tei:teiHeader | tei:facsimile | tei:standOff"/>
  <xsl:template match="tei:gap"><xsl:call-template name="say"><xsl:with-param name="text" select="'□'"/></xsl:call-template></xsl:template>
  <xsl:template match="text()"><xsl:call-template name="say"><xsl:with-param name="text"><xsl:call-template name="unwrap"><xsl:with-param name="text" select="."/></xsl:call-template></xsl:with-param></xsl:call-template></xsl:template>
  <!-- an edition says text its own way -->
  <xsl:template name="say"><xsl:param name="text"/><xsl:value-of select="$text"/></xsl:template>

  <!-- An editor's line wrap inside a paragraph: a blank between Latin words, nothing between Chinese characters. -->
  <xsl:variable name="latin" select="'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,;:!?)(-'"/>
  <xsl:template name="unwrap">
    <xsl:param name="text"/>
    <xsl:choose>
      <xsl:when test="not(contains($text, '&#10;'))"><xsl:value-of select="translate($text, '&#9;&#13;', '  ')"/></xsl:when>
      <xsl:otherwise>
        <xsl:variable name="left"><xsl:call-template name="trim-end"><xsl:with-param name="text" select="substring-before($text, '&#10;')"/></xsl:call-template></xsl:variable>
        <xsl:variable name="right"><xsl:call-template name="trim-start"><xsl:with-param name="text" select="substring-after($text, '&#10;')"/></xsl:call-template></xsl:variable>
        <xsl:value-of select="translate($left, '&#9;&#13;', '  ')"/>
        <xsl:if test="$left != '' and $right != '' and contains($latin, substring($left, string-length($left))) and contains($latin, substring($right, 1, 1))"><xsl:text> </xsl:text></xsl:if>
        <xsl:call-template name="unwrap"><xsl:with-param name="text" select="$right"/></xsl:call-template>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>
  <xsl:template name="trim-end">
    <xsl:param name="text"/>
    <xsl:variable name="last" select="substring($text, string-length($text))"/>
    <xsl:choose>
      <xsl:when test="$text != '' and contains(' &#9;&#13;&#10;', $last)"><xsl:call-template name="trim-end"><xsl:with-param name="text" select="substring($text, 1, string-length($text) - 1)"/></xsl:call-template></xsl:when>
      <xsl:otherwise><xsl:value-of select="$text"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>
  <!-- drops blanks and line ends in front; normalize-space finds the first character that is neither -->
  <xsl:template name="trim-start">
    <xsl:param name="text"/>
    <xsl:variable name="first" select="substring(normalize-space($text), 1, 1)"/>
    <xsl:if test="$first != ''"><xsl:value-of select="concat($first, substring-after($text, $first))"/></xsl:if>
  </xsl:template>

  <!-- The issue's title and date; context: a TEI -->
  <xsl:template name="paper-title">
    <xsl:variable name="file" select="tei:teiHeader/tei:fileDesc"/>
    <xsl:choose>
      <xsl:when test="normalize-space($file/tei:sourceDesc/tei:biblStruct/tei:monogr/tei:title)"><xsl:value-of select="normalize-space($file/tei:sourceDesc/tei:biblStruct/tei:monogr/tei:title)"/></xsl:when>
      <xsl:when test="normalize-space($file/tei:titleStmt/tei:title)"><xsl:value-of select="normalize-space($file/tei:titleStmt/tei:title)"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="@xml:id"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>
  <xsl:template name="paper-date">
    <xsl:variable name="date" select="tei:teiHeader/tei:fileDesc/tei:sourceDesc/tei:biblStruct/tei:monogr/tei:imprint/tei:date"/>
    <xsl:choose>
      <xsl:when test="$date/@when"><xsl:value-of select="$date/@when"/></xsl:when>
      <xsl:when test="$date/@notBefore and $date/@notAfter"><xsl:value-of select="concat($date/@notBefore, ' 至 ', $date/@notAfter, '（推断）')"/></xsl:when>
      <xsl:when test="$date/@notBefore"><xsl:value-of select="concat('不早于 ', $date/@notBefore, '（推断）')"/></xsl:when>
      <xsl:when test="$date/@notAfter"><xsl:value-of select="concat('不晚于 ', $date/@notAfter, '（推断）')"/></xsl:when>
      <xsl:when test="normalize-space($date)"><xsl:value-of select="normalize-space($date)"/></xsl:when>
      <xsl:otherwise>日期不详</xsl:otherwise>
    </xsl:choose>
  </xsl:template>
  <!-- An article's name in lists; context: a div -->
  <xsl:template name="article-name">
    <xsl:variable name="name">
      <xsl:choose>
        <xsl:when test="tei:head[@type='main' or not(@type)]"><xsl:apply-templates select="tei:head[@type='main' or not(@type)][1]/node()" mode="name"/></xsl:when>
        <xsl:otherwise><xsl:apply-templates select="tei:head[1]/node()" mode="name"/></xsl:otherwise>
      </xsl:choose>
    </xsl:variable>
    <xsl:choose>
      <xsl:when test="normalize-space($name)"><xsl:value-of select="normalize-space($name)"/></xsl:when>
      <xsl:when test="@subtype='photo'">图片（无题）</xsl:when>
      <xsl:when test="@type='notice'">本报启事</xsl:when>
      <xsl:when test="@type='advertisement'">广告（无题）</xsl:when>
      <xsl:when test="@type='masthead'">报头</xsl:when>
      <xsl:otherwise>无题</xsl:otherwise>
    </xsl:choose>
  </xsl:template>
  <xsl:template match="*" mode="name"><xsl:apply-templates mode="name"/></xsl:template>
  <xsl:template match="tei:surplus | tei:sic[parent::tei:choice] | tei:orig[parent::tei:choice] | tei:abbr[parent::tei:choice] | tei:del | tei:note | tei:rt" mode="name"/>
</xsl:stylesheet>
