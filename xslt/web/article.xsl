<?xml version="1.0" encoding="UTF-8"?>
<!--
  An article, or any other part of a TEI text, to HTML blocks. Importable by itself: the web edition and others build on it.
  Entry: apply-templates mode="item" with level, the rank of its heading. No element of the text is dropped; what has no
  template of its own becomes a div or span with its TEI name as class.
-->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:tei="http://www.tei-c.org/ns/1.0" xmlns:exsl="http://exslt.org/common" exclude-result-prefixes="tei exsl">
  <xsl:import href="foreign.xsl"/>
  <xsl:import href="phrases.xsl"/>
  <xsl:strip-space elements="tei:TEI tei:text tei:body tei:front tei:back tei:group tei:div tei:figure tei:list tei:table tei:row tei:lg tei:sp tei:choice tei:app"/>
  <xsl:key name="hosts" match="tei:body/tei:div[not(@corresp)]" use="@xml:id"/>
  <xsl:key name="sidebars" match="tei:body/tei:div[@corresp]" use="substring(@corresp, 2)"/>

  <!-- An item of the page: heads as printed, then its text, then its sidebars. -->
  <xsl:template match="*" mode="item">
    <xsl:param name="level" select="1"/>
    <xsl:variable name="sidebars" select="key('sidebars', @xml:id)[not(current()/@corresp)]"/>
    <article>
      <xsl:call-template name="item-attributes"/>
      <xsl:if test="$sidebars"><xsl:attribute name="data-sidebars"><xsl:value-of select="count($sidebars)"/></xsl:attribute></xsl:if>
      <xsl:call-template name="heads"><xsl:with-param name="level" select="$level"/></xsl:call-template>
      <div class="text">
        <xsl:variable name="first" select="*[not(self::tei:head or self::tei:pb or self::tei:cb or self::tei:lb)][1]"/>
        <xsl:call-template name="after-heads"><xsl:with-param name="first" select="$first"/><xsl:with-param name="level" select="$level + 1"/></xsl:call-template>
      </div>
      <xsl:call-template name="parts"/>
      <xsl:apply-templates select="$sidebars" mode="sidebar"><xsl:with-param name="level" select="$level + 1"/></xsl:apply-templates>
      <xsl:call-template name="footnotes"/>
    </article>
  </xsl:template>
  <!-- what of a text stands outside its divisions -->
  <xsl:template match="tei:body | tei:front | tei:back" mode="item">
    <xsl:param name="level" select="1"/>
    <article>
      <xsl:call-template name="item-attributes"/>
      <xsl:call-template name="heads"><xsl:with-param name="level" select="$level"/></xsl:call-template>
      <div class="text">
        <xsl:variable name="first" select="*[not(self::tei:head)][1]"/>
        <xsl:apply-templates select="$first/preceding-sibling::node()[not(self::tei:head)] | node()[not(self::tei:head)][not($first)]"><xsl:with-param name="level" select="$level + 1"/></xsl:apply-templates>
        <xsl:apply-templates select="$first[not(starts-with(local-name(), 'div'))]"><xsl:with-param name="level" select="$level + 1"/></xsl:apply-templates>
        <xsl:apply-templates select="$first/following-sibling::node()[not(starts-with(local-name(), 'div'))]"><xsl:with-param name="level" select="$level + 1"/></xsl:apply-templates>
      </div>
      <xsl:call-template name="footnotes"/>
    </article>
  </xsl:template>
  <xsl:template match="tei:sourceDoc" mode="item">
    <xsl:param name="level" select="1"/>
    <article><xsl:call-template name="item-attributes"/>
      <xsl:call-template name="heads"><xsl:with-param name="level" select="$level"/></xsl:call-template>
      <div class="text"><xsl:apply-templates select="*"><xsl:with-param name="block" select="true()"/></xsl:apply-templates></div>
      <xsl:call-template name="footnotes"/>
    </article>
  </xsl:template>
  <xsl:template match="tei:div" mode="sidebar">
    <xsl:param name="level" select="2"/>
    <aside>
      <xsl:call-template name="item-attributes"/>
      <xsl:call-template name="heads"><xsl:with-param name="level" select="$level"/></xsl:call-template>
      <xsl:call-template name="after-heads"><xsl:with-param name="first" select="*[not(self::tei:head)][1]"/><xsl:with-param name="level" select="$level + 1"/></xsl:call-template>
    </aside>
  </xsl:template>
  <!-- what an element holds but the heads before `first`, its first child that is none; it has none where all are heads -->
  <xsl:template name="after-heads">
    <xsl:param name="first"/><xsl:param name="level"/>
    <xsl:apply-templates select="$first/preceding-sibling::node()[not(self::tei:head)] | node()[not(self::tei:head)][not($first)]"><xsl:with-param name="level" select="$level"/></xsl:apply-templates>
    <xsl:apply-templates select="$first"><xsl:with-param name="level" select="$level"/></xsl:apply-templates>
    <xsl:apply-templates select="$first/following-sibling::node()"><xsl:with-param name="level" select="$level"/></xsl:apply-templates>
  </xsl:template>
  <xsl:template name="item-attributes">
    <xsl:call-template name="anchor"/>
    <xsl:attribute name="class">item <xsl:value-of select="normalize-space(concat(@type, ' ', @subtype))"/></xsl:attribute>
    <xsl:call-template name="language"/>
  </xsl:template>

  <!-- Heads in their printed order; the first main head, or else the first head, is the heading. -->
  <xsl:template name="heads">
    <xsl:param name="level"/>
    <xsl:variable name="first" select="*[not(self::tei:head or self::tei:pb or self::tei:cb or self::tei:lb)][1]"/>
    <xsl:variable name="heads" select="$first/preceding-sibling::tei:head | tei:head[not($first)]"/>
    <xsl:variable name="mains" select="$heads[@type='main' or not(@type)]"/>
    <xsl:variable name="main" select="$mains[1] | $heads[1][not($mains)]"/>
    <xsl:choose>
      <xsl:when test="$heads">
        <hgroup>
          <xsl:for-each select="$heads">
            <xsl:choose>
              <xsl:when test="generate-id() = generate-id($main)"><xsl:call-template name="heading"><xsl:with-param name="level" select="$level"/></xsl:call-template></xsl:when>
              <xsl:otherwise><xsl:call-template name="wrap"><xsl:with-param name="tag" select="'p'"/><xsl:with-param name="class" select="normalize-space(concat('head ', @type))"/></xsl:call-template></xsl:otherwise>
            </xsl:choose>
          </xsl:for-each>
        </hgroup>
      </xsl:when>
      <xsl:otherwise>
        <xsl:element name="h{$level}">
          <xsl:attribute name="class">untitled</xsl:attribute>
          <xsl:call-template name="untitled"/>
        </xsl:element>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>
  <xsl:template name="heading">
    <xsl:param name="level"/>
    <xsl:variable name="rank"><xsl:choose><xsl:when test="$level &gt; 6">6</xsl:when><xsl:otherwise><xsl:value-of select="$level"/></xsl:otherwise></xsl:choose></xsl:variable>
    <xsl:element name="h{$rank}">
      <xsl:call-template name="anchor"/>
      <xsl:attribute name="class"><xsl:value-of select="normalize-space(concat('head ', @type))"/></xsl:attribute>
      <xsl:call-template name="language"/>
      <xsl:apply-templates/>
    </xsl:element>
  </xsl:template>
  <!-- what an item without a head is called: words of ours, in both languages of the interface -->
  <xsl:template name="untitled">
    <xsl:choose>
      <xsl:when test="@subtype='photo'"><span class="ui" lang="zh-Hans">图片新闻</span><span class="ui" lang="en">Photo news</span></xsl:when>
      <xsl:when test="@type='notice'"><span class="ui" lang="zh-Hans">启事</span><span class="ui" lang="en">Notice</span></xsl:when>
      <xsl:when test="@type='advertisement'"><span class="ui" lang="zh-Hans">广告</span><span class="ui" lang="en">Advertisement</span></xsl:when>
      <xsl:when test="@type='masthead'"><span class="ui" lang="zh-Hans">报头</span><span class="ui" lang="en">Masthead</span></xsl:when>
      <xsl:when test="@subtype='sidebar' or @corresp"><span class="ui" lang="zh-Hans">链接</span><span class="ui" lang="en">Sidebar</span></xsl:when>
      <xsl:when test="@type='article'"><span class="ui" lang="zh-Hans">无题</span><span class="ui" lang="en">Untitled</span></xsl:when>
      <xsl:otherwise><span class="ui" lang="zh-Hans">正文</span><span class="ui" lang="en">Text</span></xsl:otherwise>
    </xsl:choose>
  </xsl:template>
  <xsl:template name="parts"/>

  <xsl:template match="tei:div | tei:div1 | tei:div2 | tei:div3 | tei:div4 | tei:div5 | tei:div6 | tei:div7 | *[namespace-uri() != 'http://www.tei-c.org/ns/1.0'][local-name() = 'div'][node()]">
    <xsl:param name="level" select="2"/>
    <section>
      <xsl:call-template name="anchor"/>
      <xsl:if test="@type"><xsl:attribute name="class"><xsl:value-of select="normalize-space(concat(@type, ' ', @subtype))"/></xsl:attribute></xsl:if>
      <xsl:call-template name="language"/>
      <xsl:apply-templates><xsl:with-param name="level" select="$level"/></xsl:apply-templates>
    </section>
  </xsl:template>
  <!-- a head inside a text: a cross head, or the head of a part -->
  <xsl:template match="tei:head">
    <xsl:param name="level" select="0"/>
    <xsl:choose>
      <xsl:when test="$level = 0 or descendant::tei:p or descendant::tei:list or descendant::tei:figure"><xsl:call-template name="wrap"><xsl:with-param name="tag" select="'p'"/><xsl:with-param name="class" select="normalize-space(concat('head ', @type))"/></xsl:call-template></xsl:when>
      <xsl:otherwise><xsl:call-template name="heading"><xsl:with-param name="level" select="$level"/></xsl:call-template></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="tei:byline | tei:dateline"><xsl:call-template name="wrap"><xsl:with-param name="tag" select="'p'"/></xsl:call-template></xsl:template>
  <!-- What is run in is set by the paragraph that follows it. -->
  <xsl:template match="tei:dateline[@rendition='#runin'] | tei:byline[@rendition='#runin']">
    <xsl:if test="not(following-sibling::*[not(@rendition='#runin')][1][self::tei:p])"><xsl:call-template name="wrap"><xsl:with-param name="tag" select="'p'"/></xsl:call-template></xsl:if>
  </xsl:template>
  <xsl:template match="*" mode="run-in">
    <xsl:if test="preceding-sibling::*[1]/@rendition='#runin'"><xsl:apply-templates select="preceding-sibling::*[1]" mode="run-in"/></xsl:if>
    <span class="{local-name()} runin"><xsl:call-template name="anchor"/><xsl:apply-templates/></span>
  </xsl:template>
  <xsl:template match="tei:p | tei:ab | tei:u/tei:seg">
    <xsl:variable name="before" select="preceding-sibling::*[1]/self::*[@rendition='#runin'][self::tei:dateline or self::tei:byline]"/>
    <xsl:variable name="tag"><xsl:choose><xsl:when test="descendant::*[self::tei:p or self::tei:ab or self::tei:list or self::tei:table or self::tei:figure or self::tei:lg or self::tei:l or self::tei:head or self::tei:sp or self::tei:div or self::tei:floatingText or self::tei:byline or self::tei:dateline or self::tei:item or self::tei:listBibl or self::tei:quote[*]][1]">div</xsl:when><xsl:otherwise>p</xsl:otherwise></xsl:choose></xsl:variable>
    <xsl:element name="{$tag}">
      <xsl:call-template name="anchor"/>
      <xsl:if test="$tag = 'div' or not(self::tei:p) or @rend"><xsl:attribute name="class"><xsl:value-of select="normalize-space(concat('p ', @rend))"/></xsl:attribute></xsl:if>
      <xsl:call-template name="language"/>
      <xsl:apply-templates select="$before" mode="run-in"/>
      <xsl:apply-templates/>
      <xsl:call-template name="permalink"/>
    </xsl:element>
  </xsl:template>
  <xsl:template name="permalink"/>

  <xsl:template match="tei:figure">
    <figure>
      <xsl:call-template name="anchor"/>
      <xsl:apply-templates select="tei:graphic"/>
      <xsl:if test="not(tei:graphic)"><div class="no-picture"><span class="ui" lang="zh-Hans">图片未收录</span><span class="ui" lang="en">Picture not held</span></div></xsl:if>
      <xsl:if test="*[not(self::tei:graphic)] or normalize-space()">
        <figcaption><xsl:apply-templates select="node()[not(self::tei:graphic)]"/></figcaption>
      </xsl:if>
    </figure>
  </xsl:template>
  <xsl:template match="tei:figure/tei:figDesc"><p class="figDesc"><xsl:call-template name="anchor"/><xsl:apply-templates/></p></xsl:template>
  <!-- Only pictures that come with the edition are shown; one that lies elsewhere is a link. -->
  <xsl:template match="tei:graphic">
    <xsl:choose>
      <xsl:when test="starts-with(@url, 'https://') or starts-with(@url, 'http://')"><a class="no-picture" rel="external noreferrer" href="{@url}"><span class="ui" lang="zh-Hans">图片在站外</span><span class="ui" lang="en">Picture elsewhere</span></a></xsl:when>
      <xsl:when test="contains(@url, ':') or starts-with(@url, '/') or contains(@url, '..') or contains(@url, '\') or not(@url) or not($held = '*' or contains($held, concat('|', @url, '|')))"><span class="no-picture"><span class="ui" lang="zh-Hans">图片未收录</span><span class="ui" lang="en">Picture not held</span><code><xsl:value-of select="@url"/></code></span></xsl:when>
      <xsl:otherwise>
        <img loading="lazy" src="{$images}{@url}">
          <xsl:attribute name="alt"><xsl:choose><xsl:when test="../tei:figDesc"><xsl:value-of select="normalize-space(../tei:figDesc)"/></xsl:when><xsl:when test="../tei:p"><xsl:apply-templates select="../tei:p[1]" mode="plain"/></xsl:when><xsl:otherwise><xsl:value-of select="@url"/></xsl:otherwise></xsl:choose></xsl:attribute>
        </img>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>
  <!-- where pictures lie, seen from the page; and which are held, as |url|url|, or * for all: a site sets both -->
  <xsl:param name="images"/>
  <xsl:param name="held" select="'*'"/>

  <!-- Notes: beside the text where they stand among blocks, inline where they were printed so, else at the item's foot. -->
  <xsl:template match="tei:note">
    <xsl:variable name="block" select="parent::*[starts-with(local-name(), 'div') or self::tei:body or self::tei:figure or self::tei:front or self::tei:back or self::tei:lg or self::tei:sp or self::tei:list]"/>
    <xsl:choose>
      <xsl:when test="$block and descendant::tei:p"><div class="note {@type}"><xsl:call-template name="anchor"/><xsl:apply-templates/></div></xsl:when>
      <xsl:when test="$block"><xsl:call-template name="wrap"><xsl:with-param name="tag" select="'p'"/><xsl:with-param name="class" select="normalize-space(concat('note ', @type))"/></xsl:call-template></xsl:when>
      <xsl:when test="@place='inline' or @place='inline2' or @place='interlinear' or ancestor::tei:note"><xsl:call-template name="wrap"><xsl:with-param name="class" select="'note inline'"/></xsl:call-template></xsl:when>
      <xsl:otherwise>
        <xsl:variable name="number"><xsl:call-template name="note-place"/></xsl:variable>
        <sup class="noteref"><a href="#fn-{$number}" id="fnref-{$number}"><xsl:call-template name="note-number"/></a></sup>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>
  <xsl:template name="note-number"><xsl:text>[</xsl:text><xsl:choose><xsl:when test="normalize-space(@n)"><xsl:value-of select="@n"/></xsl:when><xsl:otherwise><xsl:variable name="id" select="generate-id()"/><xsl:for-each select="$notes"><xsl:value-of select="key('numbered', $id)/@n"/></xsl:for-each></xsl:otherwise></xsl:choose><xsl:text>]</xsl:text></xsl:template>
  <!-- its number in the file, for addresses -->
  <xsl:template name="note-place"><xsl:variable name="id" select="generate-id()"/><xsl:for-each select="$notes"><xsl:value-of select="key('noted', $id)/@place"/></xsl:for-each></xsl:template>
  <!-- each note with its number in the file, and in its part of the text; counted once, since xsl:number counts anew for each -->
  <xsl:key name="numbered" match="numbered" use="@id"/>
  <xsl:key name="noted" match="noted" use="@id"/>
  <xsl:key name="notes-in" match="tei:note" use="generate-id(ancestor-or-self::*[parent::tei:body or parent::tei:front or parent::tei:back][last()])"/>
  <xsl:variable name="notes-tree">
    <xsl:for-each select="//tei:note"><noted id="{generate-id()}" place="{position()}"/></xsl:for-each>
    <xsl:for-each select="key('notes-in', '')"><numbered id="{generate-id()}" n="{position()}"/></xsl:for-each>
    <xsl:for-each select="//*[parent::tei:body or parent::tei:front or parent::tei:back]"><xsl:for-each select="key('notes-in', generate-id())"><numbered id="{generate-id()}" n="{position()}"/></xsl:for-each></xsl:for-each>
  </xsl:variable>
  <xsl:variable name="notes" select="exsl:node-set($notes-tree)"/>
  <xsl:template name="footnotes">
    <xsl:variable name="all" select="descendant::tei:note[not(ancestor::tei:note)][not(@place='inline' or @place='inline2' or @place='interlinear')][not(parent::*[starts-with(local-name(), 'div') or self::tei:body or self::tei:figure or self::tei:front or self::tei:back or self::tei:lg or self::tei:sp or self::tei:list])]"/>
    <xsl:variable name="own" select="$all[not(current()[self::tei:body or self::tei:front or self::tei:back]) or not(ancestor::*[starts-with(local-name(), 'div')])]"/>
    <xsl:if test="$own">
      <section class="footnotes">
        <xsl:for-each select="$own">
          <xsl:variable name="number"><xsl:call-template name="note-place"/></xsl:variable>
          <div class="footnote" id="fn-{$number}">
            <a class="back" href="#fnref-{$number}"><xsl:call-template name="note-number"/></a><xsl:text> </xsl:text>
            <xsl:call-template name="wrap"><xsl:with-param name="class" select="'note'"/></xsl:call-template>
          </div>
        </xsl:for-each>
      </section>
    </xsl:if>
  </xsl:template>
  <xsl:template match="tei:fw"><xsl:call-template name="wrap"><xsl:with-param name="tag"><xsl:choose><xsl:when test="parent::*[starts-with(local-name(), 'div') or self::tei:body or self::tei:front or self::tei:back]">p</xsl:when><xsl:otherwise>span</xsl:otherwise></xsl:choose></xsl:with-param></xsl:call-template></xsl:template>
  <!-- the folio of the page is the page's, not an article's -->
  <xsl:template match="tei:teiHeader | tei:facsimile | tei:standOff"/>
</xsl:stylesheet>
