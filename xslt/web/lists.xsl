<?xml version="1.0" encoding="UTF-8"?>
<!-- The ways in, from the small documents that the site's catalogue gives: front, paper, names, name, types, type, search. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:tei="http://www.tei-c.org/ns/1.0" exclude-result-prefixes="tei">
  <xsl:import href="frame.xsl"/>
  <xsl:import href="metadata.xsl"/>
  <xsl:output method="html" encoding="UTF-8" indent="no" doctype-system="about:legacy-compat"/>
  <xsl:param name="issue"/>

  <xsl:template name="paper-name"><xsl:choose><xsl:when test="@name != ''"><xsl:value-of select="@name"/></xsl:when><xsl:otherwise><span class="ui" lang="zh-Hans">其他文献</span><span class="ui" lang="en">Other texts</span></xsl:otherwise></xsl:choose></xsl:template>
  <xsl:template name="count"><xsl:param name="n"/><xsl:param name="zh"/><xsl:param name="en"/><span class="ui" lang="zh-Hans"><xsl:value-of select="$n"/> <xsl:value-of select="$zh"/></span><span class="ui" lang="en"><xsl:value-of select="$n"/><xsl:text> </xsl:text><xsl:choose><xsl:when test="$n = 1"><xsl:value-of select="substring($en, 1, string-length($en) - 1)"/></xsl:when><xsl:otherwise><xsl:value-of select="$en"/></xsl:otherwise></xsl:choose></span></xsl:template>
  <xsl:template name="day"><xsl:choose><xsl:when test="@day != ''"><xsl:call-template name="time"><xsl:with-param name="when" select="@day"/></xsl:call-template></xsl:when><xsl:otherwise><xsl:value-of select="@date"/></xsl:otherwise></xsl:choose></xsl:template>
  <xsl:template name="leaves"><xsl:if test="leaf"><nav class="pager" aria-label="分页 / pages"><xsl:for-each select="leaf"><a href="{@href}"><xsl:if test="@here = 1"><xsl:attribute name="aria-current">page</xsl:attribute></xsl:if><xsl:value-of select="@n"/></a></xsl:for-each></nav></xsl:if></xsl:template>
  <xsl:template name="kind-words">
    <xsl:param name="kind"/>
    <xsl:choose>
      <xsl:when test="$kind='people'"><span class="ui" lang="zh-Hans">人物</span><span class="ui" lang="en">People</span></xsl:when>
      <xsl:when test="$kind='places'"><span class="ui" lang="zh-Hans">地名</span><span class="ui" lang="en">Places</span></xsl:when>
      <xsl:when test="$kind='orgs'"><span class="ui" lang="zh-Hans">机构</span><span class="ui" lang="en">Organisations</span></xsl:when>
      <xsl:when test="$kind='authors'"><span class="ui" lang="zh-Hans">作者</span><span class="ui" lang="en">Authors</span></xsl:when>
      <xsl:when test="$kind='types'"><span class="ui" lang="zh-Hans">类型</span><span class="ui" lang="en">Types</span></xsl:when>
    </xsl:choose>
  </xsl:template>
  <xsl:template name="search-form">
    <form class="search" action="{$root}search.html" method="get" role="search">
      <label for="q"><span class="ui" lang="zh-Hans">检索全部文字</span><span class="ui" lang="en">Search all text</span></label>
      <input type="search" id="q" name="q" autocomplete="off"/>
      <button type="submit"><span class="ui" lang="zh-Hans">检索</span><span class="ui" lang="en">Search</span></button>
    </form>
  </xsl:template>

  <xsl:template match="/front">
    <xsl:call-template name="page">
      <xsl:with-param name="title" select="$site"/>
      <xsl:with-param name="class" select="'front-page'"/>
      <xsl:with-param name="main">
        <div class="masthead">
          <h1><xsl:value-of select="$site"/></h1>
          <p class="when"><xsl:call-template name="count"><xsl:with-param name="n" select="count(paper)"/><xsl:with-param name="zh" select="'种'"/><xsl:with-param name="en" select="'titles'"/></xsl:call-template> · <xsl:call-template name="count"><xsl:with-param name="n" select="@issues"/><xsl:with-param name="zh" select="'期'"/><xsl:with-param name="en" select="'issues'"/></xsl:call-template> · <xsl:call-template name="count"><xsl:with-param name="n" select="@articles"/><xsl:with-param name="zh" select="'篇'"/><xsl:with-param name="en" select="'items'"/></xsl:call-template></p>
        </div>
        <xsl:call-template name="search-form"/>
        <section id="papers">
          <h2><span class="ui" lang="zh-Hans">报纸</span><span class="ui" lang="en">Papers</span></h2>
          <ul class="papers"><xsl:for-each select="paper"><li>
            <a href="{@href}"><xsl:call-template name="paper-name"/></a>
            <span class="meta"><xsl:if test="@first != ''"><xsl:value-of select="substring(@first, 1, 4)"/><xsl:if test="substring(@last, 1, 4) != substring(@first, 1, 4)">–<xsl:value-of select="substring(@last, 1, 4)"/></xsl:if> · </xsl:if><xsl:call-template name="count"><xsl:with-param name="n" select="@issues"/><xsl:with-param name="zh" select="'期'"/><xsl:with-param name="en" select="'issues'"/></xsl:call-template> · <xsl:call-template name="count"><xsl:with-param name="n" select="@articles"/><xsl:with-param name="zh" select="'篇'"/><xsl:with-param name="en" select="'items'"/></xsl:call-template></span>
          </li></xsl:for-each></ul>
        </section>
        <section>
          <h2><span class="ui" lang="zh-Hans">近期各期</span><span class="ui" lang="en">Latest issues</span></h2>
          <div class="issues"><xsl:for-each select="issue"><section class="issue">
            <h3><a href="{@href}"><xsl:value-of select="@title"/><xsl:text> </xsl:text><span class="when"><xsl:call-template name="day"/></span></a></h3>
            <ul><xsl:for-each select="article"><li><a href="{@href}"><xsl:value-of select="@title"/></a><xsl:if test="@authors != ''"><xsl:text> </xsl:text><span class="meta"><xsl:value-of select="@authors"/></span></xsl:if></li></xsl:for-each></ul>
          </section></xsl:for-each></div>
        </section>
      </xsl:with-param>
    </xsl:call-template>
  </xsl:template>

  <xsl:template match="/paper">
    <xsl:call-template name="page">
      <xsl:with-param name="title"><xsl:choose><xsl:when test="@name != ''"><xsl:value-of select="@name"/></xsl:when><xsl:otherwise>其他文献 / Other texts</xsl:otherwise></xsl:choose><xsl:if test="@year"><xsl:text> </xsl:text><xsl:value-of select="@year"/></xsl:if></xsl:with-param>
      <xsl:with-param name="class" select="'paper-page'"/>
      <xsl:with-param name="crumbs"><a href="{$root}index.html"><xsl:value-of select="$site"/></a><xsl:text> › </xsl:text><xsl:choose><xsl:when test="@year"><a href="{@href}"><xsl:call-template name="paper-name"/></a> › <span aria-current="page"><xsl:value-of select="@year"/></span></xsl:when><xsl:otherwise><span aria-current="page"><xsl:call-template name="paper-name"/></span></xsl:otherwise></xsl:choose></xsl:with-param>
      <xsl:with-param name="main">
        <div class="masthead"><h1><xsl:call-template name="paper-name"/></h1><p class="when"><xsl:call-template name="count"><xsl:with-param name="n" select="@issues"/><xsl:with-param name="zh" select="'期'"/><xsl:with-param name="en" select="'issues'"/></xsl:call-template></p></div>
        <xsl:if test="other"><nav class="years" aria-label="年 / years"><xsl:for-each select="other"><a href="{@href}"><xsl:value-of select="@year"/></a></xsl:for-each></nav></xsl:if>
        <xsl:for-each select="year">
          <section class="year"><h2 id="y{@n}"><xsl:value-of select="@n"/><xsl:text> </xsl:text><span class="meta"><xsl:call-template name="count"><xsl:with-param name="n" select="@issues"/><xsl:with-param name="zh" select="'期'"/><xsl:with-param name="en" select="'issues'"/></xsl:call-template></span></h2>
            <div class="months"><xsl:for-each select="month"><xsl:call-template name="month"/></xsl:for-each></div>
          </section>
        </xsl:for-each>
        <xsl:if test="issue"><section><h2><span class="ui" lang="zh-Hans">日期不详</span><span class="ui" lang="en">Undated</span></h2>
          <ul class="rows"><xsl:for-each select="issue"><li><a href="{@href}"><xsl:value-of select="@title"/></a><xsl:text> </xsl:text><span class="meta"><xsl:value-of select="@date"/> · <xsl:call-template name="count"><xsl:with-param name="n" select="@articles"/><xsl:with-param name="zh" select="'篇'"/><xsl:with-param name="en" select="'items'"/></xsl:call-template></span></li></xsl:for-each></ul></section></xsl:if>
      </xsl:with-param>
    </xsl:call-template>
  </xsl:template>
  <xsl:template name="month">
    <table class="month">
      <caption><span class="ui" lang="zh-Hans"><xsl:value-of select="@n"/>月</span><span class="ui" lang="en"><xsl:value-of select="normalize-space(substring('January  February March    April    May      June     July     August   SeptemberOctober  November December ', 9 * (@n - 1) + 1, 9))"/></span></caption>
      <thead><tr><th scope="col"><span class="ui" lang="zh-Hans">一</span><span class="ui" lang="en">M</span></th><th scope="col"><span class="ui" lang="zh-Hans">二</span><span class="ui" lang="en">T</span></th><th scope="col"><span class="ui" lang="zh-Hans">三</span><span class="ui" lang="en">W</span></th><th scope="col"><span class="ui" lang="zh-Hans">四</span><span class="ui" lang="en">T</span></th><th scope="col"><span class="ui" lang="zh-Hans">五</span><span class="ui" lang="en">F</span></th><th scope="col"><span class="ui" lang="zh-Hans">六</span><span class="ui" lang="en">S</span></th><th scope="col"><span class="ui" lang="zh-Hans">日</span><span class="ui" lang="en">S</span></th></tr></thead>
      <tbody><xsl:call-template name="week"><xsl:with-param name="from" select="1 - @first"/></xsl:call-template></tbody>
    </table>
  </xsl:template>
  <!-- a week's row, from the day `from`, which may lie before the first -->
  <xsl:template name="week">
    <xsl:param name="from"/>
    <xsl:variable name="month" select="."/>
    <tr>
      <xsl:call-template name="date-cell"><xsl:with-param name="n" select="$from"/></xsl:call-template>
      <xsl:call-template name="date-cell"><xsl:with-param name="n" select="$from + 1"/></xsl:call-template>
      <xsl:call-template name="date-cell"><xsl:with-param name="n" select="$from + 2"/></xsl:call-template>
      <xsl:call-template name="date-cell"><xsl:with-param name="n" select="$from + 3"/></xsl:call-template>
      <xsl:call-template name="date-cell"><xsl:with-param name="n" select="$from + 4"/></xsl:call-template>
      <xsl:call-template name="date-cell"><xsl:with-param name="n" select="$from + 5"/></xsl:call-template>
      <xsl:call-template name="date-cell"><xsl:with-param name="n" select="$from + 6"/></xsl:call-template>
    </tr>
    <xsl:if test="$from + 7 &lt;= count($month/day)"><xsl:call-template name="week"><xsl:with-param name="from" select="$from + 7"/></xsl:call-template></xsl:if>
  </xsl:template>
  <xsl:template name="date-cell">
    <xsl:param name="n"/>
    <xsl:variable name="day" select="day[@n = $n]"/>
    <td>
      <xsl:choose>
        <xsl:when test="count($day/issue) = 1"><a href="{$day/issue/@href}" title="{$day/issue/@title}"><xsl:value-of select="$n"/></a></xsl:when>
        <xsl:when test="$day/issue"><details><summary><xsl:value-of select="$n"/></summary><ul><xsl:for-each select="$day/issue"><li><a href="{@href}"><xsl:value-of select="@title"/><xsl:text> </xsl:text><xsl:value-of select="position()"/></a></li></xsl:for-each></ul></details></xsl:when>
        <xsl:when test="$day"><xsl:value-of select="$n"/></xsl:when>
      </xsl:choose>
    </td>
  </xsl:template>

  <xsl:template match="/names">
    <xsl:call-template name="page">
      <xsl:with-param name="title"><xsl:choose><xsl:when test="@kind='people'">人物 / People</xsl:when><xsl:when test="@kind='places'">地名 / Places</xsl:when><xsl:when test="@kind='orgs'">机构 / Organisations</xsl:when><xsl:otherwise>作者 / Authors</xsl:otherwise></xsl:choose></xsl:with-param>
      <xsl:with-param name="class" select="'names-page'"/>
      <xsl:with-param name="main">
        <div class="masthead"><h1><xsl:call-template name="kind-words"><xsl:with-param name="kind" select="@kind"/></xsl:call-template></h1><p class="when"><xsl:value-of select="@count"/></p></div>
        <xsl:call-template name="leaves"/>
        <xsl:if test="count(group) &gt; 1"><nav class="letters" aria-label="字母 / letters"><xsl:for-each select="group"><a href="#l-{position()}"><xsl:value-of select="@letter"/></a></xsl:for-each></nav></xsl:if>
        <xsl:if test="not(group)"><p class="none"><span class="ui" lang="zh-Hans">尚无标注。</span><span class="ui" lang="en">None marked yet.</span></p></xsl:if>
        <xsl:for-each select="group"><section class="letter"><h2 id="l-{position()}"><xsl:value-of select="@letter"/></h2><ul class="names"><xsl:for-each select="name"><li><a href="{@href}"><xsl:value-of select="@label"/></a><xsl:text> </xsl:text><span class="meta"><xsl:value-of select="@count"/></span></li></xsl:for-each></ul></section></xsl:for-each>
        <xsl:call-template name="leaves"/>
      </xsl:with-param>
    </xsl:call-template>
  </xsl:template>
  <xsl:template match="/name">
    <xsl:call-template name="page">
      <xsl:with-param name="title" select="string(@label)"/>
      <xsl:with-param name="class" select="'name-page'"/>
      <xsl:with-param name="crumbs"><a href="{$root}index.html"><xsl:value-of select="$site"/></a> › <a href="../{@kind}.html"><xsl:call-template name="kind-words"><xsl:with-param name="kind" select="@kind"/></xsl:call-template></a> › <span aria-current="page"><xsl:value-of select="@label"/></span></xsl:with-param>
      <xsl:with-param name="main">
        <div class="masthead"><h1><xsl:value-of select="@label"/></h1><p class="when"><xsl:choose><xsl:when test="@kind='authors'"><xsl:call-template name="count"><xsl:with-param name="n" select="@count"/><xsl:with-param name="zh" select="'篇署名稿件'"/><xsl:with-param name="en" select="'signed items'"/></xsl:call-template></xsl:when><xsl:otherwise><xsl:call-template name="count"><xsl:with-param name="n" select="@count"/><xsl:with-param name="zh" select="'处提及'"/><xsl:with-param name="en" select="'mentions'"/></xsl:call-template></xsl:otherwise></xsl:choose><xsl:if test="starts-with(@ref, 'http://') or starts-with(@ref, 'https://')"> · <a rel="external noreferrer" href="{@ref}"><xsl:value-of select="@ref"/></a></xsl:if></p></div>
        <xsl:if test="record/*"><dl class="record">
          <xsl:if test="record/also"><dt><span class="ui" lang="zh-Hans">又作</span><span class="ui" lang="en">Also</span></dt><xsl:for-each select="record/also"><dd><xsl:value-of select="@text"/></dd></xsl:for-each></xsl:if>
          <xsl:for-each select="record/dated"><dt><xsl:choose><xsl:when test="@kind='birth'"><span class="ui" lang="zh-Hans">生</span><span class="ui" lang="en">Born</span></xsl:when><xsl:when test="@kind='death'"><span class="ui" lang="zh-Hans">卒</span><span class="ui" lang="en">Died</span></xsl:when><xsl:otherwise><span class="ui" lang="zh-Hans">时间</span><span class="ui" lang="en">Time</span></xsl:otherwise></xsl:choose></dt><dd><xsl:value-of select="@text"/></dd></xsl:for-each>
          <xsl:if test="record/said"><dt><span class="ui" lang="zh-Hans">说明</span><span class="ui" lang="en">Note</span></dt><xsl:for-each select="record/said"><dd><xsl:value-of select="@text"/></dd></xsl:for-each></xsl:if>
          <xsl:for-each select="record/identifier"><dt><xsl:value-of select="@kind"/><xsl:if test="@kind = ''">ID</xsl:if></dt><dd><xsl:choose><xsl:when test="@href != ''"><a rel="external noreferrer" href="{@href}"><xsl:value-of select="@text"/></a></xsl:when><xsl:otherwise><xsl:value-of select="@text"/></xsl:otherwise></xsl:choose></dd></xsl:for-each>
        </dl></xsl:if>
        <xsl:call-template name="leaves"/>
        <ul class="rows"><xsl:for-each select="mention"><li>
          <a href="{@href}"><xsl:value-of select="@title"/></a><xsl:text> </xsl:text><span class="meta"><xsl:value-of select="@paper"/><xsl:text> </xsl:text><xsl:call-template name="day"/></span>
          <xsl:if test="@before != '' or @after != ''"><p class="kwic"><xsl:value-of select="@before"/><mark><xsl:value-of select="@said"/></mark><xsl:value-of select="@after"/></p></xsl:if>
        </li></xsl:for-each></ul>
        <xsl:call-template name="leaves"/>
      </xsl:with-param>
    </xsl:call-template>
  </xsl:template>

  <xsl:template match="/types">
    <xsl:call-template name="page">
      <xsl:with-param name="title" select="'类型 / Types'"/>
      <xsl:with-param name="class" select="'names-page'"/>
      <xsl:with-param name="main">
        <div class="masthead"><h1><xsl:call-template name="kind-words"><xsl:with-param name="kind" select="'types'"/></xsl:call-template></h1></div>
        <ul class="names"><xsl:for-each select="type"><li><a href="{@href}"><xsl:call-template name="type-words"><xsl:with-param name="type" select="@name"/></xsl:call-template></a><xsl:text> </xsl:text><span class="meta"><xsl:value-of select="@count"/></span></li></xsl:for-each></ul>
      </xsl:with-param>
    </xsl:call-template>
  </xsl:template>
  <xsl:template match="/type">
    <xsl:call-template name="page">
      <xsl:with-param name="title" select="string(@name)"/>
      <xsl:with-param name="class" select="'name-page'"/>
      <xsl:with-param name="crumbs"><a href="{$root}index.html"><xsl:value-of select="$site"/></a> › <a href="../types.html"><xsl:call-template name="kind-words"><xsl:with-param name="kind" select="'types'"/></xsl:call-template></a> › <span aria-current="page"><xsl:call-template name="type-words"><xsl:with-param name="type" select="@name"/></xsl:call-template></span></xsl:with-param>
      <xsl:with-param name="main">
        <div class="masthead"><h1><xsl:call-template name="type-words"><xsl:with-param name="type" select="@name"/></xsl:call-template></h1><p class="when"><xsl:call-template name="count"><xsl:with-param name="n" select="@count"/><xsl:with-param name="zh" select="'篇'"/><xsl:with-param name="en" select="'items'"/></xsl:call-template></p></div>
        <xsl:call-template name="leaves"/>
        <ul class="rows"><xsl:for-each select="article"><li><a href="{@href}"><xsl:value-of select="@title"/></a><xsl:text> </xsl:text><span class="meta"><xsl:value-of select="@paper"/><xsl:text> </xsl:text><xsl:call-template name="day"/><xsl:if test="@authors != ''"> · <xsl:value-of select="@authors"/></xsl:if></span></li></xsl:for-each></ul>
        <xsl:call-template name="leaves"/>
      </xsl:with-param>
    </xsl:call-template>
  </xsl:template>

  <xsl:template match="/search">
    <xsl:call-template name="page">
      <xsl:with-param name="title" select="'检索 / Search'"/>
      <xsl:with-param name="class" select="'search-page'"/>
      <xsl:with-param name="head"><script src="{$root}search.js"/></xsl:with-param>
      <xsl:with-param name="main">
        <h1><span class="ui" lang="zh-Hans">检索</span><span class="ui" lang="en">Search</span></h1>
        <form class="search" id="search" action="search.html" method="get" role="search">
          <label for="q"><span class="ui" lang="zh-Hans">字、词、短语；繁简通检；空格表示同篇并见，引号内空格照查</span><span class="ui" lang="en">Characters, words, phrases; traditional and simplified alike; a blank means both in one article, unless in quotes</span></label>
          <input type="search" id="q" name="q" autocomplete="off"/>
          <button type="submit"><span class="ui" lang="zh-Hans">检索</span><span class="ui" lang="en">Search</span></button>
          <div class="filters">
            <label><span class="ui" lang="zh-Hans">报纸</span><span class="ui" lang="en">Paper</span><select name="paper" id="paper"><option value="">—</option></select></label>
            <label><span class="ui" lang="zh-Hans">类型</span><span class="ui" lang="en">Type</span><select name="type" id="type"><option value="">—</option></select></label>
            <label><span class="ui" lang="zh-Hans">自</span><span class="ui" lang="en">From</span><input type="text" name="from" id="from" size="10" inputmode="numeric" placeholder="1931-01-01"/></label>
            <label><span class="ui" lang="zh-Hans">至</span><span class="ui" lang="en">To</span><input type="text" name="to" id="to" size="10" inputmode="numeric" placeholder="1949-12-31"/></label>
            <label><span class="ui" lang="zh-Hans">次序</span><span class="ui" lang="en">Order</span><select name="order" id="order"><option value="old">1→9</option><option value="new">9→1</option></select></label>
          </div>
        </form>
        <noscript><p class="none">检索需要 JavaScript；不用它也可以从报纸、人名、类型进入。Search needs JavaScript; papers, names and types work without it.</p></noscript>
        <p id="status" role="status" aria-live="polite"/>
        <ol id="hits" class="kwic-list"/>
        <nav class="pager" id="more" aria-label="结果分页 / result pages"/>
      </xsl:with-param>
    </xsl:call-template>
  </xsl:template>
</xsl:stylesheet>
