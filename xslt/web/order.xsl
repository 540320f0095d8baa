<?xml version="1.0" encoding="UTF-8"?>
<!-- Where the parts of an issue stand: on which page, in which file, beside which others. Found once, for all of them together. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:tei="http://www.tei-c.org/ns/1.0" xmlns:exsl="http://exslt.org/common" exclude-result-prefixes="tei exsl">
  <xsl:import href="../places.xsl"/>
  <xsl:variable name="tei" select="/tei:TEI"/>
  <xsl:variable name="pages" select="$tei/tei:text//tei:pb[not(ancestor::tei:note)]"/>
  <xsl:variable name="page-count" select="count($pages)"/>
  <xsl:key name="node" match="tei:body | tei:front | tei:back | tei:sourceDoc | *[parent::tei:body or parent::tei:front or parent::tei:back][starts-with(local-name(), 'div') or self::tei:fw] | tei:pb" use="generate-id()"/>

  <!-- id -> what stands there: a page (n, and label, as printed), and for each part and each running head between parts the
       page before it (mark) and the number of pages before it -->
  <xsl:key name="leaf" match="leaf" use="@n"/>
  <xsl:key name="leaf-of" match="leaf" use="@id"/>
  <xsl:key name="on" match="on" use="@id"/>
  <xsl:key name="after-page" match="on" use="@mark"/>
  <xsl:variable name="leaves-tree">
    <xsl:for-each select="$pages"><leaf id="{generate-id()}" n="{position()}"><xsl:attribute name="label"><xsl:call-template name="page-label"><xsl:with-param name="number" select="position()"/></xsl:call-template></xsl:attribute></leaf></xsl:for-each>
    <xsl:call-template name="spread">
      <xsl:with-param name="mark" select="'pb'"/>
      <xsl:with-param name="nodes" select="$tei/tei:text/descendant-or-self::*[self::tei:pb[not(ancestor::tei:note)] or self::tei:body or self::tei:front or self::tei:back or ((self::tei:fw or starts-with(local-name(), 'div')) and (parent::tei:body or parent::tei:front or parent::tei:back))]"/>
    </xsl:call-template>
  </xsl:variable>
  <xsl:variable name="leaves" select="exsl:node-set($leaves-tree)"/>

  <!-- a part's number among its parent's children, for the name of one without xml:id -->
  <xsl:key name="child" match="child" use="@id"/>
  <xsl:variable name="children-tree">
    <xsl:for-each select="$tei//*[self::tei:body or self::tei:front or self::tei:back][*[starts-with(local-name(), 'div')][not(@xml:id)]]">
      <xsl:for-each select="*"><xsl:if test="not(@xml:id)"><child id="{generate-id()}" n="{position()}"/></xsl:if></xsl:for-each>
    </xsl:for-each>
  </xsl:variable>
  <xsl:variable name="children" select="exsl:node-set($children-tree)"/>
  <xsl:variable name="several" select="count($tei//tei:body[not(ancestor::tei:floatingText)]) &gt; 1"/>

  <!-- each part: its kind (item, sidebar of another, text that holds more than these, holder of these), its file, its colour, the id of the page that it
       begins on (pb), that page's number (leaf), how many pages begin in it, and the title of a long one; and the order of the
       items -->
  <xsl:key name="place" match="place" use="@id"/>
  <xsl:key name="begins-on" match="place[@kind='item']" use="@pb"/>
  <xsl:key name="neighbour" match="neighbour" use="@id"/>
  <xsl:key name="nth" match="neighbour" use="concat(@in, ' ', @n)"/>
  <xsl:variable name="places-tree">
    <xsl:for-each select="$tei//*[self::tei:body or self::tei:front or self::tei:back][not(ancestor::tei:floatingText)] | $tei/tei:sourceDoc">
      <xsl:variable name="in" select="generate-id()"/>
      <xsl:variable name="before"><xsl:if test="$several"><xsl:value-of select="concat('-', count(ancestor::tei:text[1]/preceding::tei:text))"/></xsl:if></xsl:variable>
      <xsl:call-template name="place"><xsl:with-param name="colour" select="(count(preceding-sibling::*[starts-with(local-name(), 'div')]) mod 6) + 1"/><xsl:with-param name="before" select="string($before)"/></xsl:call-template>
      <xsl:for-each select="*[starts-with(local-name(), 'div')]">
        <xsl:call-template name="place"><xsl:with-param name="colour" select="((position() - 1) mod 6) + 1"/><xsl:with-param name="before" select="string($before)"/></xsl:call-template>
      </xsl:for-each>
      <xsl:for-each select="*[starts-with(local-name(), 'div')][not(@corresp and key('hosts', substring(@corresp, 2)))]">
        <neighbour id="{generate-id()}" in="{$in}" n="{position()}"/>
      </xsl:for-each>
    </xsl:for-each>
  </xsl:variable>
  <xsl:variable name="places" select="exsl:node-set($places-tree)"/>
  <!-- the blocks of items that go over more pages than `long`, by page: of such an item, as a book's chapter, a page's view
       shows only what stands on that page; `held`: blocks that go over pages themselves -->
  <xsl:param name="long" select="8"/>
  <xsl:key name="held" match="held" use="@id"/>
  <xsl:key name="block" match="*[parent::*[starts-with(local-name(), 'div') or self::tei:body or self::tei:front or self::tei:back]]" use="generate-id()"/>
  <xsl:variable name="blocks-tree">
    <xsl:for-each select="$places/place[@pages &gt; $long][@kind = 'item' or @kind = 'text']">
      <xsl:variable name="id" select="@id"/><xsl:variable name="kind" select="@kind"/>
      <xsl:for-each select="$tei"><xsl:for-each select="key('node', $id)">
        <xsl:variable name="nodes" select="descendant::*[self::tei:pb or (not(starts-with(local-name(), 'div')) and parent::*[starts-with(local-name(), 'div') or generate-id() = $id])]"/>
        <xsl:call-template name="spread"><xsl:with-param name="mark" select="'pb'"/><xsl:with-param name="nodes" select="$nodes[self::tei:pb or $kind = 'item' or generate-id(..) = $id]"/></xsl:call-template>
        <xsl:for-each select="$nodes[not(self::tei:pb)][descendant::tei:pb]"><held id="{generate-id()}" pages="{count(descendant::tei:pb)}"/></xsl:for-each>
      </xsl:for-each></xsl:for-each>
    </xsl:for-each>
  </xsl:variable>
  <xsl:variable name="blocks" select="exsl:node-set($blocks-tree)"/>
  <xsl:template name="place">
    <xsl:param name="colour"/><xsl:param name="before"/>
    <xsl:variable name="id" select="generate-id()"/>
    <xsl:variable name="first" select="*[1]/self::tei:pb | descendant::tei:pb[current()/self::tei:body][not(ancestor::tei:note)][1]"/>
    <xsl:variable name="mark"><xsl:for-each select="$leaves"><xsl:value-of select="key('on', $id)/@mark"/></xsl:for-each></xsl:variable>
    <xsl:variable name="passed"><xsl:text>0</xsl:text><xsl:for-each select="$leaves"><xsl:value-of select="key('on', $id)/@before"/></xsl:for-each></xsl:variable>
    <xsl:variable name="kind"><xsl:choose><xsl:when test="self::tei:body and not(*[not(starts-with(local-name(), 'div') or self::tei:pb or self::tei:cb or self::tei:lb or self::tei:fw or self::tei:milestone)])">holder</xsl:when><xsl:when test="not(starts-with(local-name(), 'div'))">text</xsl:when><xsl:when test="@corresp and key('hosts', substring(@corresp, 2))">sidebar</xsl:when><xsl:otherwise>item</xsl:otherwise></xsl:choose></xsl:variable>
    <place id="{$id}" kind="{$kind}" colour="{$colour}" leaf="{$passed + count($first)}" pages="{count(descendant::tei:pb)}">
      <xsl:attribute name="pb"><xsl:choose><xsl:when test="$first"><xsl:value-of select="generate-id($first)"/></xsl:when><xsl:otherwise><xsl:value-of select="$mark"/></xsl:otherwise></xsl:choose></xsl:attribute>
      <xsl:if test="count(descendant::tei:pb) &gt; $long"><xsl:attribute name="title"><xsl:call-template name="item-title"/></xsl:attribute></xsl:if>
      <xsl:attribute name="file"><xsl:call-template name="item-name"><xsl:with-param name="before" select="$before"/></xsl:call-template></xsl:attribute>
    </place>
  </xsl:template>
  <!-- An item's file name in the issue's folder, safe for any file system. `before`: tells the texts of a group apart. -->
  <xsl:template name="item-name">
    <xsl:param name="before"/>
    <xsl:variable name="id" select="translate(@xml:id, '/\:?*&quot;&lt;&gt;|#%&amp; ', '_____________')"/>
    <xsl:variable name="own"><xsl:choose><xsl:when test="starts-with($id, concat($tei/@xml:id, '.'))"><xsl:value-of select="substring-after($id, concat($tei/@xml:id, '.'))"/></xsl:when><xsl:otherwise><xsl:value-of select="$id"/></xsl:otherwise></xsl:choose></xsl:variable>
    <xsl:variable name="here" select="generate-id()"/>
    <xsl:choose>
      <xsl:when test="self::tei:body and string($own) = ''">text<xsl:if test="$several"><xsl:value-of select="count(preceding::tei:body) + 1"/></xsl:if></xsl:when>
      <xsl:when test="string($own) = ''">
        <xsl:variable name="number"><xsl:for-each select="$children"><xsl:value-of select="key('child', $here)/@n"/></xsl:for-each></xsl:variable>
        <xsl:value-of select="concat(local-name(..), '-', local-name(), '-', $number)"/>
        <xsl:if test="$number = ''"><xsl:value-of select="count(preceding-sibling::*) + 1"/></xsl:if>
        <xsl:value-of select="$before"/>
      </xsl:when>
      <xsl:when test="$own = 'index' or starts-with($own, 'page-') or starts-with($own, '.')">_<xsl:value-of select="$own"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="$own"/></xsl:otherwise>
    </xsl:choose>
    <xsl:text>.html</xsl:text>
  </xsl:template>
  <xsl:template name="item-file"><xsl:variable name="id" select="generate-id()"/><xsl:for-each select="$places"><xsl:value-of select="key('place', $id)/@file"/></xsl:for-each></xsl:template>
  <!-- 1 to 6, in turn; `item` is a part, or what stands between parts -->
  <xsl:template name="colour">
    <xsl:param name="item"/>
    <xsl:variable name="id" select="generate-id($item)"/>
    <xsl:variable name="known"><xsl:for-each select="$places"><xsl:value-of select="key('place', $id)/@colour"/></xsl:for-each></xsl:variable>
    <xsl:value-of select="$known"/>
    <xsl:if test="$known = ''"><xsl:value-of select="(count($item/preceding-sibling::*[starts-with(local-name(), 'div')]) mod 6) + 1"/></xsl:if>
  </xsl:template>
  <!-- the printed number of the page that is the number-th -->
  <xsl:template name="leaf-label"><xsl:param name="number"/><xsl:for-each select="$leaves"><xsl:value-of select="key('leaf', $number)/@label"/></xsl:for-each></xsl:template>
  <!-- the printed number of a page -->
  <xsl:template name="page-label"><xsl:param name="number"/><xsl:choose><xsl:when test="normalize-space(@n)"><xsl:value-of select="normalize-space(@n)"/></xsl:when><xsl:otherwise><xsl:value-of select="$number"/></xsl:otherwise></xsl:choose></xsl:template>
  <!-- running heads and folios that stand in no article; page: the id of the page that they follow, or "" -->
  <xsl:template name="furniture">
    <xsl:param name="page"/>
    <xsl:for-each select="$leaves"><xsl:for-each select="key('after-page', $page)"><xsl:variable name="id" select="@id"/><xsl:for-each select="$tei"><xsl:apply-templates select="key('node', $id)[self::tei:fw]"/></xsl:for-each></xsl:for-each></xsl:for-each>
  </xsl:template>
</xsl:stylesheet>
