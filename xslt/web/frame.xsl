<?xml version="1.0" encoding="UTF-8"?>
<!-- What every page of the site has in common: head, header with the ways in, reader's settings, footer. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:tei="http://www.tei-c.org/ns/1.0" xmlns:str="http://exslt.org/strings" exclude-result-prefixes="tei str">
  <!-- from this page to the site's first folder, "" or ending in "/" -->
  <xsl:param name="root" select="'../../'"/>
  <!-- the site's name, its address on the web ("" while it has none, else ending in "/"), a project's own style sheet -->
  <xsl:param name="site" select="'报刊'"/>
  <xsl:param name="url"/>
  <xsl:param name="style"/>

  <xsl:template name="page">
    <xsl:param name="title"/>
    <xsl:param name="lang" select="'zh-Hans'"/>
    <xsl:param name="class"/>
    <xsl:param name="head"/>
    <xsl:param name="main"/>
    <xsl:param name="crumbs"/>
    <html lang="{$lang}">
      <head>
        <meta charset="UTF-8"/>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; base-uri 'none'; form-action 'self'"/>
        <meta name="color-scheme" content="light dark"/>
        <title><xsl:value-of select="$title"/><xsl:if test="$title != $site"> · <xsl:value-of select="$site"/></xsl:if></title>
        <link rel="stylesheet" href="{$root}theme.css"/>
        <link rel="stylesheet" href="{$root}baokan.css"/>
        <xsl:if test="$style"><link rel="stylesheet" href="{$root}{$style}"/></xsl:if>
        <link rel="icon" href="{$root}icon.svg" type="image/svg+xml"/>
        <link rel="alternate" type="application/atom+xml" href="{$root}feed.xml" title="{$site}"/>
        <script src="{$root}reader.js"/>
        <xsl:copy-of select="$head"/>
      </head>
      <body class="{$class}">
        <a class="skip" href="#content"><span class="ui" lang="zh-Hans">跳到正文</span><span class="ui" lang="en">Skip to content</span></a>
        <xsl:call-template name="site-header"/>
        <xsl:if test="string($crumbs)"><nav class="crumbs" aria-label="位置 / you are here"><xsl:copy-of select="$crumbs"/></nav></xsl:if>
        <main id="content" tabindex="-1"><xsl:copy-of select="$main"/></main>
        <xsl:call-template name="site-footer"/>
      </body>
    </html>
  </xsl:template>

  <xsl:template name="site-header">
    <header class="site">
      <a class="name" href="{$root}index.html"><xsl:value-of select="$site"/></a>
      <nav aria-label="全站 / site">
        <a href="{$root}index.html#papers"><span class="ui" lang="zh-Hans">报纸</span><span class="ui" lang="en">Papers</span></a>
        <a href="{$root}names/people.html"><span class="ui" lang="zh-Hans">人物</span><span class="ui" lang="en">People</span></a>
        <a href="{$root}names/places.html"><span class="ui" lang="zh-Hans">地名</span><span class="ui" lang="en">Places</span></a>
        <a href="{$root}names/orgs.html"><span class="ui" lang="zh-Hans">机构</span><span class="ui" lang="en">Organisations</span></a>
        <a href="{$root}names/authors.html"><span class="ui" lang="zh-Hans">作者</span><span class="ui" lang="en">Authors</span></a>
        <a href="{$root}names/types.html"><span class="ui" lang="zh-Hans">类型</span><span class="ui" lang="en">Types</span></a>
        <a href="{$root}search.html"><span class="ui" lang="zh-Hans">检索</span><span class="ui" lang="en">Search</span></a>
      </nav>
      <details class="settings">
        <summary><span class="ui" lang="zh-Hans">阅读设置</span><span class="ui" lang="en">Reading</span></summary>
        <form class="panel" action="#">
          <fieldset><legend>语言 / Language</legend>
            <label><input type="radio" name="ui" value="zh" checked="checked"/>中文</label>
            <label><input type="radio" name="ui" value="en" id="ui-en"/>English</label>
          </fieldset>
          <fieldset><legend><span class="ui" lang="zh-Hans">明暗</span><span class="ui" lang="en">Theme</span></legend>
            <label><input type="radio" name="theme" value="" checked="checked"/><span class="ui" lang="zh-Hans">随系统</span><span class="ui" lang="en">System</span></label>
            <label><input type="radio" name="theme" value="light" id="theme-light"/><span class="ui" lang="zh-Hans">浅色</span><span class="ui" lang="en">Light</span></label>
            <label><input type="radio" name="theme" value="dark" id="theme-dark"/><span class="ui" lang="zh-Hans">深色</span><span class="ui" lang="en">Dark</span></label>
          </fieldset>
          <fieldset><legend><span class="ui" lang="zh-Hans">排向</span><span class="ui" lang="en">Setting</span></legend>
            <label><input type="radio" name="setting" value="" checked="checked"/><span class="ui" lang="zh-Hans">依原报</span><span class="ui" lang="en">As printed</span></label>
            <label><input type="radio" name="setting" value="horizontal" id="setting-horizontal"/><span class="ui" lang="zh-Hans">横排</span><span class="ui" lang="en">Horizontal</span></label>
            <label><input type="radio" name="setting" value="vertical" id="setting-vertical"/><span class="ui" lang="zh-Hans">竖排</span><span class="ui" lang="en">Vertical</span></label>
          </fieldset>
          <fieldset><legend><span class="ui" lang="zh-Hans">字号</span><span class="ui" lang="en">Size</span></legend>
            <label><input type="radio" name="size" value="" checked="checked"/><span class="ui" lang="zh-Hans">中</span><span class="ui" lang="en">Medium</span></label>
            <label><input type="radio" name="size" value="large" id="size-large"/><span class="ui" lang="zh-Hans">大</span><span class="ui" lang="en">Large</span></label>
            <label><input type="radio" name="size" value="larger" id="size-larger"/><span class="ui" lang="zh-Hans">特大</span><span class="ui" lang="en">Larger</span></label>
          </fieldset>
          <fieldset><legend><span class="ui" lang="zh-Hans">文本</span><span class="ui" lang="en">Text</span></legend>
            <label><input type="radio" name="text" value="" checked="checked"/><span class="ui" lang="zh-Hans">阅读本</span><span class="ui" lang="en">Reading</span></label>
            <label><input type="radio" name="text" value="source" id="text-source"/><span class="ui" lang="zh-Hans">存真本</span><span class="ui" lang="en">As in the source</span></label>
          </fieldset>
          <fieldset><legend><span class="ui" lang="zh-Hans">标示</span><span class="ui" lang="en">Show</span></legend>
            <label><input type="checkbox" name="marks" value="on" id="marks"/><span class="ui" lang="zh-Hans">校改</span><span class="ui" lang="en">Emendations</span></label>
            <label><input type="checkbox" name="seams" value="on" id="seams"/><span class="ui" lang="zh-Hans">接缝</span><span class="ui" lang="en">Seams</span></label>
            <label><input type="checkbox" name="cert" value="on" id="cert"/><span class="ui" lang="zh-Hans">可信度</span><span class="ui" lang="en">Certainty</span></label>
            <label><input type="checkbox" name="names" value="on" id="names"/><span class="ui" lang="zh-Hans">人名地名</span><span class="ui" lang="en">Names</span></label>
          </fieldset>
        </form>
      </details>
    </header>
  </xsl:template>

  <xsl:template name="site-footer">
    <footer class="site">
      <p><xsl:value-of select="$site"/> · <span class="ui" lang="zh-Hans">由 TEI P5 编码生成</span><span class="ui" lang="en">made from TEI P5</span> · <a href="{$root}feed.xml">Atom</a> · <a href="{$root}dts/index.json">DTS</a> · <a href="{$root}names/types.html"><span class="ui" lang="zh-Hans">按类型浏览</span><span class="ui" lang="en">Browse by type</span></a></p>
    </footer>
  </xsl:template>

  <!-- A JSON string literal; "<" is escaped, so that no text can end a script element. -->
  <xsl:template name="json">
    <xsl:param name="text"/>
    <xsl:variable name="flat" select="translate($text, '&#9;&#10;&#13;&#x2028;&#x2029;', '     ')"/>
    <xsl:text>"</xsl:text>
    <xsl:choose>
      <xsl:when test="contains($flat, '\') or contains($flat, '&quot;') or contains($flat, '&lt;') or contains($flat, '&gt;') or contains($flat, '&amp;')"><xsl:value-of select="str:replace(str:replace(str:replace(str:replace(str:replace($flat, '\', '\\'), '&quot;', '\&quot;'), '&lt;', '\u003c'), '&gt;', '\u003e'), '&amp;', '\u0026')"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="$flat"/></xsl:otherwise>
    </xsl:choose>
    <xsl:text>"</xsl:text>
  </xsl:template>
</xsl:stylesheet>
