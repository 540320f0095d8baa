<?xml version="1.0" encoding="UTF-8"?>
<!--
  A TEI issue to the pages of its folder: index.html (the issue), page-1.html … (its pages as printed), one page an article.
  The result is <pages> with a <page href kind …> each, that of an article with an <author> for each name in its bylines. With view='index.html' (or another href) it is that page alone:
    xsltproc -stringparam view index.html xslt/web/issue.xsl corpus/x.xml
  Every source character is there; nothing of it is markup.
-->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:tei="http://www.tei-c.org/ns/1.0" xmlns:exsl="http://exslt.org/common" exclude-result-prefixes="tei exsl">
  <xsl:import href="article.xsl"/>
  <xsl:import href="frame.xsl"/>
  <xsl:import href="metadata.xsl"/>
  <xsl:import href="citation.xsl"/>
  <xsl:import href="sheet.xsl"/>
  <xsl:import href="order.xsl"/>
  <xsl:output method="html" encoding="UTF-8" indent="no" doctype-system="about:legacy-compat"/>
  <xsl:param name="view"/>
  <!-- the issue's folder; whether there is a PDF of it, and a IIIF manifest -->
  <xsl:param name="issue" select="string(/tei:TEI/@xml:id)"/>
  <xsl:param name="pdf"/>
  <!-- the articles that have a PDF of their own, as |a1|a2| -->
  <xsl:param name="pdfs"/>
  <xsl:param name="iiif"/>
  <xsl:param name="images" select="'../../images/'"/>

  <xsl:variable name="title"><xsl:for-each select="$tei"><xsl:call-template name="issue-title"/></xsl:for-each></xsl:variable>
  <xsl:variable name="paper"><xsl:for-each select="$tei"><xsl:call-template name="paper"/></xsl:for-each></xsl:variable>
  <xsl:variable name="when"><xsl:for-each select="$tei"><xsl:call-template name="date-when"/></xsl:for-each></xsl:variable>
  <xsl:variable name="date-words"><xsl:for-each select="$tei"><xsl:call-template name="date-words"/></xsl:for-each></xsl:variable>
  <xsl:variable name="lang"><xsl:choose><xsl:when test="$tei/tei:text/@xml:lang"><xsl:value-of select="$tei/tei:text/@xml:lang"/></xsl:when><xsl:when test="$tei/@xml:lang"><xsl:value-of select="$tei/@xml:lang"/></xsl:when><xsl:otherwise>zh-Hans</xsl:otherwise></xsl:choose></xsl:variable>
  <!-- papers were set vertically before 1949, unless the header says how -->
  <xsl:variable name="modes" select="$tei/tei:teiHeader/tei:encodingDesc/tei:tagsDecl/tei:rendition[contains(., 'writing-mode')]"/>
  <xsl:variable name="vertical" select="boolean($modes[contains(., 'vertical')]) or (not($modes) and $when != '' and number(substring($when, 1, 4)) &lt; 1949 and (starts-with($lang, 'zh') or starts-with($lang, 'lzh')))"/>

  <xsl:variable name="items" select="$tei//*[starts-with(local-name(), 'div')][parent::tei:body or parent::tei:front or parent::tei:back][not(ancestor::tei:floatingText)][not(@corresp and key('hosts', substring(@corresp, 2)))] | $tei//tei:body[not(ancestor::tei:floatingText)][*[not(starts-with(local-name(), 'div') or self::tei:pb or self::tei:cb or self::tei:lb or self::tei:fw or self::tei:milestone)]] | $tei//tei:front[not(ancestor::tei:floatingText)][*[not(starts-with(local-name(), 'div') or self::tei:pb)]] | $tei//tei:back[not(ancestor::tei:floatingText)][*[not(starts-with(local-name(), 'div') or self::tei:pb)]] | $tei/tei:sourceDoc"/>

  <xsl:template match="/"><xsl:apply-templates select="tei:TEI"/></xsl:template>
  <xsl:template match="/tei:TEI">
    <xsl:choose>
      <xsl:when test="$view = 'index.html'"><xsl:call-template name="issue-page"/></xsl:when>
      <xsl:when test="$view != ''">
        <xsl:for-each select="$items"><xsl:variable name="file"><xsl:call-template name="item-file"/></xsl:variable><xsl:if test="$file = $view"><xsl:call-template name="article-page"/></xsl:if></xsl:for-each>
        <xsl:for-each select="$pages"><xsl:if test="concat('page-', position(), '.html') = $view"><xsl:call-template name="sheet-page"><xsl:with-param name="number" select="position()"/></xsl:call-template></xsl:if></xsl:for-each>
      </xsl:when>
      <xsl:otherwise>
        <pages title="{$title}" paper="{$paper}" when="{$when}" date="{$date-words}" lang="{$lang}" count="{count($items)}">
          <page href="index.html" kind="issue"><xsl:call-template name="issue-page"/></page>
          <xsl:for-each select="$pages">
            <page href="page-{position()}.html" kind="page"><xsl:call-template name="sheet-page"><xsl:with-param name="number" select="position()"/></xsl:call-template></page>
          </xsl:for-each>
          <xsl:for-each select="$items">
            <page kind="article">
              <xsl:attribute name="href"><xsl:call-template name="item-file"/></xsl:attribute>
              <xsl:attribute name="title"><xsl:call-template name="item-title"/></xsl:attribute>
              <xsl:attribute name="type"><xsl:call-template name="item-type"/></xsl:attribute>
              <xsl:if test="@xml:id"><xsl:attribute name="id"><xsl:value-of select="@xml:id"/></xsl:attribute></xsl:if>
              <xsl:for-each select="tei:byline//tei:persName | tei:byline[not(.//tei:persName)][normalize-space()]"><author><xsl:attribute name="at"><xsl:value-of select="ancestor-or-self::tei:byline/@xml:id"/></xsl:attribute><xsl:if test="@ref | @key"><xsl:attribute name="ref"><xsl:value-of select="(@ref | @key)[1]"/></xsl:attribute></xsl:if><xsl:apply-templates select="." mode="plain"/></author></xsl:for-each>
              <xsl:call-template name="article-page"/>
            </page>
          </xsl:for-each>
        </pages>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- an element's address from any page of the issue -->
  <xsl:template name="address">
    <xsl:param name="node"/>
    <xsl:for-each select="($node/ancestor-or-self::*[starts-with(local-name(), 'div')][parent::tei:body or parent::tei:front or parent::tei:back] | $node/ancestor-or-self::tei:body)[last()]">
      <xsl:variable name="host" select="key('hosts', substring(self::tei:div/@corresp, 2))"/>
      <xsl:choose>
        <xsl:when test="@corresp and $host"><xsl:for-each select="$host[1]"><xsl:call-template name="item-file"/></xsl:for-each></xsl:when>
        <xsl:otherwise><xsl:call-template name="item-file"/></xsl:otherwise>
      </xsl:choose>
    </xsl:for-each>
    <xsl:if test="$node/@xml:id">#<xsl:value-of select="$node/@xml:id"/></xsl:if>
  </xsl:template>
  <xsl:template name="page-words"><xsl:param name="number"/><xsl:variable name="label"><xsl:call-template name="leaf-label"><xsl:with-param name="number" select="$number"/></xsl:call-template></xsl:variable><span class="ui" lang="zh-Hans">第 <xsl:value-of select="$label"/> 版</span><span class="ui" lang="en">Page <xsl:value-of select="$label"/></span></xsl:template>
  <xsl:template name="permalink"><xsl:if test="@xml:id"><a class="here" href="#{@xml:id}"><span class="ui" lang="zh-Hans">本段地址</span><span class="ui" lang="en">Link to this paragraph</span></a></xsl:if></xsl:template>

  <!-- ways up -->
  <xsl:template name="crumbs">
    <xsl:param name="number" select="0"/><xsl:param name="here" select="''"/>
    <a href="{$root}index.html"><xsl:value-of select="$site"/></a>
    <xsl:text> › </xsl:text><a class="paper" data-paper="" href="{$root}papers/{$paper-file}"><xsl:choose><xsl:when test="string($paper)"><xsl:value-of select="$paper"/></xsl:when><xsl:otherwise><span class="ui" lang="zh-Hans">其他文献</span><span class="ui" lang="en">Other texts</span></xsl:otherwise></xsl:choose></a>
    <xsl:text> › </xsl:text>
    <xsl:choose>
      <xsl:when test="$here = 'issue'"><span aria-current="page"><xsl:for-each select="$tei"><xsl:call-template name="issue-date"/></xsl:for-each></span></xsl:when>
      <xsl:otherwise><a href="index.html"><xsl:for-each select="$tei"><xsl:call-template name="issue-date"/></xsl:for-each></a></xsl:otherwise>
    </xsl:choose>
    <xsl:if test="$number">
      <xsl:text> › </xsl:text>
      <xsl:choose>
        <xsl:when test="$here = 'page'"><span aria-current="page"><xsl:call-template name="page-words"><xsl:with-param name="number" select="$number"/></xsl:call-template></span></xsl:when>
        <xsl:otherwise><a href="page-{$number}.html"><xsl:call-template name="page-words"><xsl:with-param name="number" select="$number"/></xsl:call-template></a></xsl:otherwise>
      </xsl:choose>
    </xsl:if>
  </xsl:template>
  <!-- the paper's file among papers/; the site names it -->
  <xsl:param name="paper-file" select="'index.html'"/>

  <!-- The issue. Context: the TEI. -->
  <xsl:template name="issue-page">
    <xsl:call-template name="page">
      <xsl:with-param name="title" select="concat($title, ' ', $date-words)"/>
      <xsl:with-param name="lang" select="$lang"/>
      <xsl:with-param name="class" select="'issue-page'"/>
      <xsl:with-param name="head"><link rel="alternate" type="application/tei+xml" href="{$root}tei/{$issue}.xml"/></xsl:with-param>
      <xsl:with-param name="crumbs"><xsl:call-template name="crumbs"><xsl:with-param name="here" select="'issue'"/></xsl:call-template></xsl:with-param>
      <xsl:with-param name="main">
        <div class="masthead">
          <h1><xsl:value-of select="$title"/></h1>
          <p class="when"><xsl:call-template name="issue-date"/><xsl:for-each select="tei:teiHeader/tei:fileDesc/tei:sourceDesc/tei:biblStruct/tei:monogr/tei:biblScope"><xsl:text> · </xsl:text><xsl:choose><xsl:when test="@unit='page'"><span class="ui" lang="zh-Hans">第 <xsl:value-of select="."/> 版</span><span class="ui" lang="en">page <xsl:value-of select="."/></span></xsl:when><xsl:when test="@unit='issue'"><span class="ui" lang="zh-Hans">第 <xsl:value-of select="."/> 期</span><span class="ui" lang="en">no. <xsl:value-of select="."/></span></xsl:when><xsl:otherwise><xsl:value-of select="."/></xsl:otherwise></xsl:choose></xsl:for-each></p>
        </div>
        <xsl:call-template name="furniture"><xsl:with-param name="page" select="''"/></xsl:call-template>
        <xsl:for-each select="$pages">
          <xsl:variable name="page" select="generate-id()"/>
          <section class="sheet-row">
            <h2><a href="page-{position()}.html"><xsl:call-template name="page-words"><xsl:with-param name="number" select="position()"/></xsl:call-template></a></h2>
            <xsl:variable name="surface" select="key('by-id', substring-after(@facs, '#'))[self::tei:surface][.//tei:zone[@ulx] or tei:graphic]"/>
            <xsl:if test="$surface"><a class="thumb" href="page-{position()}.html" aria-hidden="true" tabindex="-1"><xsl:apply-templates select="$surface[1]" mode="thumb"/></a></xsl:if>
            <ol class="contents">
              <xsl:for-each select="$places"><xsl:for-each select="key('begins-on', $page)"><xsl:variable name="id" select="@id"/><xsl:for-each select="$tei"><xsl:for-each select="key('node', $id)"><xsl:call-template name="entry"/></xsl:for-each></xsl:for-each></xsl:for-each></xsl:for-each>
            </ol>
          </section>
        </xsl:for-each>
        <!-- texts that hold more than parts, and parts before the first page -->
        <xsl:variable name="unpaged"><xsl:for-each select="$places"><xsl:for-each select="key('begins-on', '')"><i><xsl:value-of select="@id"/></i></xsl:for-each></xsl:for-each></xsl:variable>
        <xsl:variable name="loose" select="$items[not(starts-with(local-name(), 'div'))] | key('node', exsl:node-set($unpaged)/i)"/>
        <xsl:if test="$loose"><section class="sheet-row"><xsl:if test="$page-count = 0"><h2><span class="ui" lang="zh-Hans">目录</span><span class="ui" lang="en">Contents</span></h2></xsl:if><ol class="contents"><xsl:for-each select="$loose"><xsl:call-template name="entry"/></xsl:for-each></ol></section></xsl:if>
        <xsl:call-template name="about"/>
      </xsl:with-param>
    </xsl:call-template>
  </xsl:template>
  <!-- an item in a list of contents -->
  <xsl:template name="entry">
    <xsl:variable name="file"><xsl:call-template name="item-file"/></xsl:variable>
        <xsl:variable name="type"><xsl:call-template name="item-type"/></xsl:variable>
        <li class="{$type}">
          <xsl:for-each select="tei:head[@type='main'][last()]/preceding-sibling::tei:head[@type='rubric' or @type='kicker']"><span class="over {@type}"><xsl:apply-templates select="." mode="plain"/></span></xsl:for-each>
          <a href="{$file}"><xsl:call-template name="item-title"/></a>
          <xsl:for-each select="tei:head[@type='sub']"><span class="under"><xsl:apply-templates select="." mode="plain"/></span></xsl:for-each>
          <span class="meta"><xsl:if test="$type != 'news' and $type != 'text'"><b><xsl:call-template name="type-words"><xsl:with-param name="type" select="$type"/></xsl:call-template></b></xsl:if><xsl:variable name="who"><xsl:call-template name="authors"><xsl:with-param name="after" select="'　'"/></xsl:call-template></xsl:variable><xsl:if test="string($who)"><span class="who"><xsl:value-of select="$who"/></span></xsl:if></span>
          <xsl:if test="key('sidebars', @xml:id)"><ul><xsl:for-each select="key('sidebars', @xml:id)"><li><a href="{$file}#{@xml:id}"><xsl:call-template name="item-title"/></a></li></xsl:for-each></ul></xsl:if>
        </li>
  </xsl:template>
  <xsl:template match="tei:surface" mode="thumb"><xsl:apply-templates select="." mode="outline"/></xsl:template>
  <xsl:template match="tei:surface" mode="outline">
    <xsl:variable name="right"><xsl:call-template name="edge"><xsl:with-param name="own" select="@lrx"/><xsl:with-param name="zones" select=".//tei:zone/@lrx"/><xsl:with-param name="graphic" select="tei:graphic[1]/@width"/></xsl:call-template></xsl:variable>
    <xsl:variable name="bottom"><xsl:call-template name="edge"><xsl:with-param name="own" select="@lry"/><xsl:with-param name="zones" select=".//tei:zone/@lry"/><xsl:with-param name="graphic" select="tei:graphic[1]/@height"/></xsl:call-template></xsl:variable>
    <svg viewBox="0 0 {$right} {$bottom}"><rect class="paper" width="{$right}" height="{$bottom}"/><xsl:for-each select=".//tei:zone[@ulx][not(tei:zone)]"><xsl:variable name="colour"><xsl:call-template name="colour"><xsl:with-param name="item" select="key('in-zone', @xml:id)[1]/ancestor::*[parent::tei:body][last()]"/></xsl:call-template></xsl:variable><g class="zone c{$colour}"><xsl:call-template name="shape"/></g></xsl:for-each></svg>
  </xsl:template>
  <!-- the header, for who wants to know: source, evidence, rights, and the whole of it as the file says it -->
  <xsl:template name="about">
    <section class="about">
      <h2><span class="ui" lang="zh-Hans">关于本期</span><span class="ui" lang="en">About this issue</span></h2>
      <ul class="downloads">
        <li><a href="{$root}tei/{$issue}.xml" download="">TEI</a></li>
        <li><a href="{$root}text/{$issue}.txt" download=""><span class="ui" lang="zh-Hans">文本</span><span class="ui" lang="en">Text</span></a></li>
        <xsl:if test="$pdf"><li><a href="{$root}pdf/{$issue}.pdf" download="">PDF</a></li></xsl:if>
        <li><a href="{$root}dts/navigation/{$issue}.json">DTS</a></li>
        <xsl:if test="$iiif"><li><a href="{$root}iiif/{$issue}/manifest.json">IIIF</a></li></xsl:if>
      </ul>
      <dl>
        <xsl:for-each select="tei:teiHeader/tei:fileDesc/tei:sourceDesc/tei:bibl[@type='digital-source']">
          <dt><span class="ui" lang="zh-Hans">来源文件</span><span class="ui" lang="en">Source file</span></dt><dd><xsl:value-of select="tei:title"/><br/><code>sha256 <xsl:value-of select="tei:idno[@type='sha256']"/></code></dd>
        </xsl:for-each>
        <xsl:for-each select="tei:teiHeader/tei:fileDesc/tei:sourceDesc/tei:biblStruct/tei:note[@type='evidence']">
          <dt><span class="ui" lang="zh-Hans">推断依据</span><span class="ui" lang="en">Evidence</span></dt><dd><xsl:value-of select="."/></dd>
        </xsl:for-each>
        <xsl:for-each select="tei:teiHeader/tei:fileDesc/tei:publicationStmt/tei:availability">
          <dt><span class="ui" lang="zh-Hans">权利</span><span class="ui" lang="en">Rights</span></dt><dd><xsl:value-of select="normalize-space(.)"/></dd>
        </xsl:for-each>
      </dl>
      <details><summary><span class="ui" lang="zh-Hans">全部元数据（teiHeader）</span><span class="ui" lang="en">All metadata (teiHeader)</span></summary><dl class="header"><xsl:apply-templates select="tei:teiHeader/*[not(self::tei:xenoData)]" mode="header"/></dl></details>
    </section>
  </xsl:template>
  <xsl:template match="*" mode="header">
    <xsl:choose>
      <xsl:when test="text()[normalize-space()] or not(*)"><xsl:if test="normalize-space() or @*"><dt><xsl:for-each select="ancestor-or-self::*[ancestor::tei:teiHeader][position() &gt; last() - 3]"><xsl:if test="position() &gt; 1"> › </xsl:if><xsl:value-of select="local-name()"/></xsl:for-each></dt><dd><xsl:call-template name="language"/><xsl:value-of select="normalize-space()"/><xsl:if test="not(normalize-space())"><xsl:for-each select="@*"><xsl:value-of select="concat(name(), ' ', ., ' ')"/></xsl:for-each></xsl:if></dd></xsl:if></xsl:when>
      <xsl:otherwise><xsl:apply-templates select="*" mode="header"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- A page of the issue. Context: its pb. -->
  <xsl:template name="sheet-page">
    <xsl:param name="number"/>
    <xsl:variable name="label"><xsl:call-template name="page-label"><xsl:with-param name="number" select="$number"/></xsl:call-template></xsl:variable>
    <xsl:variable name="page" select="generate-id()"/>
    <xsl:variable name="pb" select="."/>
    <xsl:call-template name="page">
      <xsl:with-param name="title" select="concat($title, ' ', $date-words, ' 第', $label, '版')"/>
      <xsl:with-param name="lang" select="$lang"/>
      <xsl:with-param name="class" select="concat('sheet-page', substring(' vertical', 1, 9 * $vertical))"/>
      <xsl:with-param name="head">
        <xsl:if test="$number &gt; 1"><link rel="prev" href="page-{$number - 1}.html"/></xsl:if>
        <xsl:if test="$number &lt; $page-count"><link rel="next" href="page-{$number + 1}.html"/></xsl:if>
        <link rel="up" href="index.html"/>
      </xsl:with-param>
      <xsl:with-param name="crumbs"><xsl:call-template name="crumbs"><xsl:with-param name="number" select="$number"/><xsl:with-param name="here" select="'page'"/></xsl:call-template></xsl:with-param>
      <xsl:with-param name="main">
        <h1><xsl:value-of select="$title"/><xsl:text> </xsl:text><xsl:call-template name="page-words"><xsl:with-param name="number" select="$number"/></xsl:call-template></h1>
        <xsl:call-template name="sheet-turn"><xsl:with-param name="number" select="$number"/></xsl:call-template>
        <xsl:call-template name="furniture"><xsl:with-param name="page" select="$page"/></xsl:call-template>
        <div class="spread">
          <section class="sheet-pane" aria-label="版面 / page as printed" tabindex="0"><xsl:call-template name="sheet"><xsl:with-param name="number" select="$number"/></xsl:call-template></section>
          <div class="reading-pane">
            <xsl:for-each select="ancestor::tei:body[not(ancestor::tei:floatingText)] | ancestor::*[starts-with(local-name(), 'div')][last()]">
              <xsl:variable name="id" select="generate-id()"/>
              <xsl:variable name="place"><xsl:for-each select="$places"><xsl:for-each select="key('place', $id)[@kind = 'text' or (@kind = 'item' and @pb != $page)]"><xsl:value-of select="@kind"/></xsl:for-each></xsl:for-each></xsl:variable>
              <xsl:if test="string($place)"><xsl:call-template name="piece"><xsl:with-param name="page" select="$pb"/></xsl:call-template></xsl:if>
            </xsl:for-each>
            <xsl:for-each select="$places"><xsl:for-each select="key('begins-on', $page)"><xsl:variable name="id" select="@id"/><xsl:for-each select="$tei"><xsl:for-each select="key('node', $id)"><xsl:call-template name="piece"><xsl:with-param name="page" select="$pb"/></xsl:call-template></xsl:for-each></xsl:for-each></xsl:for-each></xsl:for-each>
          </div>
        </div>
      </xsl:with-param>
    </xsl:call-template>
  </xsl:template>
  <!-- an item on the view of a page, a pb -->
  <xsl:template name="piece">
    <xsl:param name="page"/>
    <xsl:variable name="id" select="generate-id()"/>
    <xsl:variable name="over"><xsl:for-each select="$places"><xsl:value-of select="key('place', $id)/@pages"/></xsl:for-each></xsl:variable>
    <xsl:variable name="known"><xsl:for-each select="$places"><xsl:value-of select="key('place', $id)/@title"/></xsl:for-each></xsl:variable>
    <xsl:variable name="file"><xsl:call-template name="item-file"/></xsl:variable>
    <xsl:variable name="colour"><xsl:call-template name="colour"><xsl:with-param name="item" select="."/></xsl:call-template></xsl:variable>
    <div class="piece c{$colour}">
      <xsl:choose>
        <xsl:when test="$over &gt; $long"><xsl:call-template name="excerpt"><xsl:with-param name="page" select="$page"/></xsl:call-template></xsl:when>
        <xsl:otherwise><xsl:apply-templates select="." mode="item"><xsl:with-param name="level" select="2"/></xsl:apply-templates></xsl:otherwise>
      </xsl:choose>
      <p class="more"><a href="{$file}"><span class="ui" lang="zh-Hans">单独阅读</span><span class="ui" lang="en">Read alone</span><span class="hidden">: <xsl:value-of select="$known"/><xsl:if test="$known = ''"><xsl:call-template name="item-title"/></xsl:if></span></a></p>
    </div>
  </xsl:template>
  <!-- what of a long item stands on a page: the block that the page cuts, unless that is long itself, and those that begin on it -->
  <xsl:template name="excerpt">
    <xsl:param name="page"/>
    <xsl:variable name="here" select="generate-id($page)"/>
    <xsl:variable name="cut" select="$page/ancestor::*[not(starts-with(local-name(), 'div'))][parent::*[starts-with(local-name(), 'div') or self::tei:body or self::tei:front or self::tei:back]][1]"/>
    <xsl:variable name="id" select="generate-id($cut)"/>
    <xsl:variable name="pages"><xsl:for-each select="$blocks"><xsl:value-of select="key('held', $id)/@pages"/></xsl:for-each></xsl:variable>
    <xsl:variable name="own" select="generate-id()"/>
    <xsl:variable name="ids">
      <xsl:if test="not($pages &gt; $long)"><i><xsl:value-of select="$id"/></i></xsl:if>
      <xsl:for-each select="$blocks"><xsl:for-each select="key('after-page', $here)"><xsl:if test="not(key('held', @id)/@pages &gt; $long)"><i><xsl:value-of select="@id"/></i></xsl:if></xsl:for-each></xsl:for-each>
    </xsl:variable>
    <xsl:variable name="shown" select="key('block', exsl:node-set($ids)/i)[not(self::tei:pb)][ancestor::*[generate-id() = $own]]"/>
    <article class="item excerpt">
      <p class="part"><span class="ui" lang="zh-Hans">本版部分</span><span class="ui" lang="en">What is on this page</span></p>
      <div class="text"><xsl:apply-templates select="$shown"><xsl:with-param name="level" select="3"/></xsl:apply-templates></div>
      <xsl:for-each select="$shown"><xsl:call-template name="footnotes"/></xsl:for-each>
    </article>
  </xsl:template>
  <xsl:template name="sheet-turn">
    <xsl:param name="number"/>
    <xsl:if test="$page-count &gt; 1">
      <nav class="pager" aria-label="各版 / pages">
        <xsl:call-template name="page-links"><xsl:with-param name="number" select="$number"/><xsl:with-param name="other" select="1 + ($number - 12) * ($number &gt; 12)"/></xsl:call-template>
      </nav>
    </xsl:if>
  </xsl:template>
  <!-- links to the pages from `other` on that are less than twelve from this one -->
  <xsl:template name="page-links">
    <xsl:param name="number"/><xsl:param name="other"/>
    <xsl:if test="$other &lt; $number + 12 and $other &lt;= $page-count">
      <a href="page-{$other}.html"><xsl:if test="$other = $number"><xsl:attribute name="aria-current">page</xsl:attribute></xsl:if><xsl:call-template name="leaf-label"><xsl:with-param name="number" select="$other"/></xsl:call-template></a>
      <xsl:call-template name="page-links"><xsl:with-param name="number" select="$number"/><xsl:with-param name="other" select="$other + 1"/></xsl:call-template>
    </xsl:if>
  </xsl:template>

  <!-- An article. Context: the item. -->
  <xsl:template name="article-page">
    <xsl:variable name="id" select="generate-id()"/>
    <xsl:variable name="leaf"><xsl:text>0</xsl:text><xsl:for-each select="$places"><xsl:value-of select="key('place', $id)/@leaf"/></xsl:for-each></xsl:variable>
    <xsl:variable name="number" select="number($leaf)"/>
    <xsl:variable name="page-no"><xsl:choose><xsl:when test="normalize-space($tei/tei:teiHeader/tei:fileDesc/tei:sourceDesc/tei:biblStruct/tei:monogr/tei:biblScope[@unit='page']) and $page-count &lt; 2"><xsl:value-of select="$tei/tei:teiHeader/tei:fileDesc/tei:sourceDesc/tei:biblStruct/tei:monogr/tei:biblScope[@unit='page'][1]"/></xsl:when><xsl:when test="$number"><xsl:call-template name="leaf-label"><xsl:with-param name="number" select="$number"/></xsl:call-template></xsl:when></xsl:choose></xsl:variable>
    <xsl:variable name="heading"><xsl:call-template name="item-title"/></xsl:variable>
    <xsl:variable name="file"><xsl:call-template name="item-file"/></xsl:variable>
    <xsl:variable name="at"><xsl:if test="string($url)"><xsl:value-of select="concat($url, 'issues/', $issue, '/', $file)"/></xsl:if></xsl:variable>
    <xsl:variable name="before-id"><xsl:for-each select="$places"><xsl:for-each select="key('neighbour', $id)"><xsl:value-of select="key('nth', concat(@in, ' ', @n - 1))/@id"/></xsl:for-each></xsl:for-each></xsl:variable>
    <xsl:variable name="after-id"><xsl:for-each select="$places"><xsl:for-each select="key('neighbour', $id)"><xsl:value-of select="key('nth', concat(@in, ' ', @n + 1))/@id"/></xsl:for-each></xsl:for-each></xsl:variable>
    <xsl:variable name="before" select="key('node', $before-id)"/>
    <xsl:variable name="after" select="key('node', $after-id)"/>
    <xsl:call-template name="page">
      <xsl:with-param name="title" select="concat($heading, ' · ', $title, ' ', $date-words)"/>
      <xsl:with-param name="lang" select="$lang"/>
      <xsl:with-param name="class" select="concat('article-page', substring(' vertical', 1, 9 * $vertical))"/>
      <xsl:with-param name="head">
        <xsl:for-each select="$before"><link rel="prev"><xsl:attribute name="href"><xsl:call-template name="item-file"/></xsl:attribute></link></xsl:for-each>
        <xsl:for-each select="$after"><link rel="next"><xsl:attribute name="href"><xsl:call-template name="item-file"/></xsl:attribute></link></xsl:for-each>
        <link rel="up" href="index.html"/>
        <xsl:if test="@xml:id"><link rel="alternate" type="application/tei+xml" href="{$root}dts/document/{$issue}/{substring($file, 1, string-length($file) - 5)}.xml"/></xsl:if>
        <xsl:call-template name="described"><xsl:with-param name="title" select="string($heading)"/><xsl:with-param name="page" select="string($page-no)"/><xsl:with-param name="address" select="string($at)"/><xsl:with-param name="lang" select="$lang"/></xsl:call-template>
      </xsl:with-param>
      <xsl:with-param name="crumbs"><xsl:call-template name="crumbs"><xsl:with-param name="number" select="$number"/></xsl:call-template></xsl:with-param>
      <xsl:with-param name="main">
        <xsl:apply-templates select="." mode="item"/>
        <div class="tools">
          <p class="downloads">
            <xsl:if test="$number"><a href="page-{$number}.html#{@xml:id}"><span class="ui" lang="zh-Hans">在版面上看</span><span class="ui" lang="en">On the page</span></a></xsl:if>
            <xsl:if test="@xml:id"><a href="{$root}dts/document/{$issue}/{substring($file, 1, string-length($file) - 5)}.xml" download="">TEI</a></xsl:if>
            <a href="{substring($file, 1, string-length($file) - 5)}.txt" download=""><span class="ui" lang="zh-Hans">文本</span><span class="ui" lang="en">Text</span></a>
            <xsl:variable name="stem" select="substring($file, 1, string-length($file) - 5)"/><xsl:if test="contains($pdfs, concat('|', $stem, '|'))"><a href="{$root}pdf/{$issue}/{$stem}.pdf" download="">PDF</a></xsl:if>
            <xsl:if test="$pdf"><a href="{$root}pdf/{$issue}.pdf" download=""><span class="ui" lang="zh-Hans">全期 PDF</span><span class="ui" lang="en">Issue as PDF</span></a></xsl:if>
          </p>
          <xsl:call-template name="citations"><xsl:with-param name="title" select="string($heading)"/><xsl:with-param name="page" select="string($page-no)"/><xsl:with-param name="address" select="string($at)"/></xsl:call-template>
        </div>
        <xsl:if test="$before or $after">
          <nav class="turn" aria-label="前后 / previous and next">
            <xsl:for-each select="$before"><a class="prev" rel="prev"><xsl:attribute name="href"><xsl:call-template name="item-file"/></xsl:attribute><span class="way"><span class="ui" lang="zh-Hans">上一篇</span><span class="ui" lang="en">Previous</span></span><xsl:call-template name="item-title"/></a></xsl:for-each>
            <xsl:for-each select="$after"><a class="next" rel="next"><xsl:attribute name="href"><xsl:call-template name="item-file"/></xsl:attribute><span class="way"><span class="ui" lang="zh-Hans">下一篇</span><span class="ui" lang="en">Next</span></span><xsl:call-template name="item-title"/></a></xsl:for-each>
          </nav>
        </xsl:if>
      </xsl:with-param>
    </xsl:call-template>
  </xsl:template>
  <!-- the other parts of an article that jumps from page to page -->
  <xsl:template name="parts">
    <xsl:for-each select="@prev | @next">
      <xsl:variable name="other" select="key('by-id', substring-after(., '#'))"/>
      <xsl:if test="$other">
        <p class="part"><a>
          <xsl:attribute name="href"><xsl:call-template name="address"><xsl:with-param name="node" select="$other[1]"/></xsl:call-template></xsl:attribute>
          <xsl:choose><xsl:when test="name() = 'next'"><span class="ui" lang="zh-Hans">接下文</span><span class="ui" lang="en">Continued</span></xsl:when><xsl:otherwise><span class="ui" lang="zh-Hans">接上文</span><span class="ui" lang="en">Continued from</span></xsl:otherwise></xsl:choose>
          <xsl:text> → </xsl:text><xsl:for-each select="$other[1]"><xsl:call-template name="item-title"/></xsl:for-each></a></p>
      </xsl:if>
    </xsl:for-each>
  </xsl:template>
</xsl:stylesheet>
