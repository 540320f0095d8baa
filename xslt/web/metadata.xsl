<?xml version="1.0" encoding="UTF-8"?>
<!-- What is known of an issue and of an item: paper, date, page, title, type. Context: the TEI, or the item. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:tei="http://www.tei-c.org/ns/1.0" exclude-result-prefixes="tei">
  <xsl:template name="paper">
    <xsl:variable name="source" select="tei:teiHeader/tei:fileDesc/tei:sourceDesc"/>
    <xsl:variable name="journal" select="$source//tei:title[@level='j'][normalize-space()]"/>
    <xsl:choose>
      <xsl:when test="$journal"><xsl:value-of select="normalize-space($journal[1])"/></xsl:when>
      <xsl:when test="normalize-space($source/tei:biblStruct/tei:monogr/tei:title)"><xsl:value-of select="normalize-space($source/tei:biblStruct/tei:monogr/tei:title)"/></xsl:when>
      <xsl:when test="$source/tei:biblStruct[@type='newspaper']"/>
      <xsl:otherwise/>
    </xsl:choose>
  </xsl:template>
  <xsl:template name="issue-title">
    <xsl:variable name="paper"><xsl:call-template name="paper"/></xsl:variable>
    <xsl:variable name="title" select="tei:teiHeader/tei:fileDesc/tei:titleStmt/tei:title[normalize-space()]"/>
    <xsl:choose>
      <xsl:when test="string($paper)"><xsl:value-of select="$paper"/></xsl:when>
      <xsl:when test="$title"><xsl:value-of select="normalize-space($title[1])"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="$issue"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>
  <!-- @when, or "" -->
  <xsl:template name="date-when">
    <xsl:variable name="source" select="tei:teiHeader/tei:fileDesc/tei:sourceDesc"/>
    <xsl:variable name="dates" select="$source/tei:biblStruct/tei:monogr/tei:imprint/tei:date/@when | $source/tei:bibl[not(@type='digital-source')]/tei:date/@when | $source//tei:imprint/tei:date/@when | tei:teiHeader/tei:profileDesc/tei:settingDesc/tei:setting/tei:date/@when | tei:teiHeader/tei:profileDesc/tei:creation/tei:date/@when"/>
    <xsl:value-of select="substring($dates[1], 1, 10)"/>
  </xsl:template>
  <xsl:template name="date-not-before"><xsl:value-of select="substring(tei:teiHeader/tei:fileDesc/tei:sourceDesc//tei:imprint/tei:date[1]/@notBefore, 1, 10)"/></xsl:template>
  <xsl:template name="issue-date">
    <xsl:variable name="when"><xsl:call-template name="date-when"/></xsl:variable>
    <xsl:variable name="not-before"><xsl:call-template name="date-not-before"/></xsl:variable>
    <xsl:choose>
      <xsl:when test="string($when)"><xsl:call-template name="time"><xsl:with-param name="when" select="$when"/></xsl:call-template></xsl:when>
      <xsl:when test="string($not-before)"><span class="ui" lang="zh-Hans">不早于 <xsl:value-of select="$not-before"/>（推断）</span><span class="ui" lang="en">not before <xsl:value-of select="$not-before"/> (inferred)</span></xsl:when>
      <xsl:otherwise><span class="ui" lang="zh-Hans">日期不详</span><span class="ui" lang="en">undated</span></xsl:otherwise>
    </xsl:choose>
  </xsl:template>
  <xsl:template name="time">
    <xsl:param name="when"/>
    <xsl:choose>
      <xsl:when test="translate($when, '123456789', '000000000') = '0000-00-00'">
        <time datetime="{$when}"><span class="ui" lang="zh-Hans"><xsl:value-of select="concat(substring($when, 1, 4), '年', number(substring($when, 6, 2)), '月', number(substring($when, 9, 2)), '日')"/></span><span class="ui" lang="en"><xsl:value-of select="$when"/></span></time>
      </xsl:when>
      <xsl:otherwise><xsl:value-of select="$when"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>
  <!-- the date in plain words for a title or a citation -->
  <xsl:template name="date-words">
    <xsl:variable name="when"><xsl:call-template name="date-when"/></xsl:variable>
    <xsl:variable name="not-before"><xsl:call-template name="date-not-before"/></xsl:variable>
    <xsl:choose>
      <xsl:when test="string($when)"><xsl:value-of select="$when"/></xsl:when>
      <xsl:when test="string($not-before)">[<xsl:value-of select="$not-before"/> 以后]</xsl:when>
      <xsl:otherwise>[日期不详]</xsl:otherwise>
    </xsl:choose>
  </xsl:template>
  <xsl:template name="page-scope"><xsl:for-each select="tei:teiHeader/tei:fileDesc/tei:sourceDesc/tei:biblStruct/tei:monogr/tei:biblScope[@unit='page']"><xsl:if test="position() &gt; 1">、</xsl:if><xsl:value-of select="."/></xsl:for-each></xsl:template>

  <!-- The item's title as plain text: its main head, else its first head, else the beginning of its text. -->
  <xsl:template name="item-title">
    <xsl:variable name="mains" select="tei:head[@type='main' or not(@type)]"/>
    <xsl:variable name="head" select="$mains[1] | tei:head[1][not($mains)]"/>
    <xsl:variable name="said"><xsl:apply-templates select="$head" mode="plain"/></xsl:variable>
    <xsl:choose>
      <xsl:when test="normalize-space($said)"><xsl:value-of select="normalize-space($said)"/></xsl:when>
      <xsl:when test="self::tei:body or self::tei:sourceDoc"><xsl:for-each select="ancestor::tei:TEI[1]"><xsl:call-template name="issue-title"/></xsl:for-each></xsl:when>
      <xsl:otherwise>
        <xsl:variable name="begins"><xsl:apply-templates select="(.//tei:p[normalize-space()] | .//tei:ab[normalize-space()] | .//tei:l[normalize-space()])[1]" mode="plain"/></xsl:variable>
        <xsl:variable name="line" select="normalize-space($begins)"/>
        <xsl:choose>
          <xsl:when test="string-length($line) &gt; 24"><xsl:value-of select="substring($line, 1, 22)"/>…</xsl:when>
          <xsl:when test="$line"><xsl:value-of select="$line"/></xsl:when>
          <xsl:otherwise><xsl:value-of select="@xml:id"/></xsl:otherwise>
        </xsl:choose>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>
  <!-- news, photo, notice…; what others encoded has its own @type, or text -->
  <xsl:template name="item-type">
    <xsl:choose>
      <xsl:when test="@type='article' and @subtype"><xsl:value-of select="@subtype"/></xsl:when>
      <xsl:when test="@type='article'">news</xsl:when>
      <xsl:when test="@type"><xsl:value-of select="@type"/></xsl:when>
      <xsl:otherwise>text</xsl:otherwise>
    </xsl:choose>
  </xsl:template>
  <xsl:template name="type-words">
    <xsl:param name="type"/>
    <xsl:choose>
      <xsl:when test="$type='news'"><span class="ui" lang="zh-Hans">新闻</span><span class="ui" lang="en">News</span></xsl:when>
      <xsl:when test="$type='photo'"><span class="ui" lang="zh-Hans">图片新闻</span><span class="ui" lang="en">Photo news</span></xsl:when>
      <xsl:when test="$type='sidebar'"><span class="ui" lang="zh-Hans">链接</span><span class="ui" lang="en">Sidebar</span></xsl:when>
      <xsl:when test="$type='editorial'"><span class="ui" lang="zh-Hans">社论</span><span class="ui" lang="en">Editorial</span></xsl:when>
      <xsl:when test="$type='commentary'"><span class="ui" lang="zh-Hans">评论</span><span class="ui" lang="en">Commentary</span></xsl:when>
      <xsl:when test="$type='serial'"><span class="ui" lang="zh-Hans">连载</span><span class="ui" lang="en">Serial</span></xsl:when>
      <xsl:when test="$type='notice'"><span class="ui" lang="zh-Hans">启事</span><span class="ui" lang="en">Notice</span></xsl:when>
      <xsl:when test="$type='advertisement'"><span class="ui" lang="zh-Hans">广告</span><span class="ui" lang="en">Advertisement</span></xsl:when>
      <xsl:when test="$type='masthead'"><span class="ui" lang="zh-Hans">报头</span><span class="ui" lang="en">Masthead</span></xsl:when>
      <xsl:when test="$type='text'"><span class="ui" lang="zh-Hans">正文</span><span class="ui" lang="en">Text</span></xsl:when>
      <xsl:otherwise><xsl:value-of select="$type"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>
  <!-- The names in the item's bylines, one after another, each followed by `after`; a byline without names whole. -->
  <xsl:template name="authors">
    <xsl:param name="after" select="', '"/>
    <xsl:param name="last"/>
    <xsl:variable name="names" select="tei:byline//tei:persName | tei:figure/tei:byline//tei:persName[not(current()/tei:byline)] | tei:byline[not(.//tei:persName)][normalize-space()] | tei:byline//tei:docAuthor[not(tei:persName)]"/>
    <xsl:for-each select="$names"><xsl:apply-templates select="." mode="plain"/><xsl:choose><xsl:when test="position() != last()"><xsl:value-of select="$after"/></xsl:when><xsl:otherwise><xsl:value-of select="$last"/></xsl:otherwise></xsl:choose></xsl:for-each>
  </xsl:template>
</xsl:stylesheet>
