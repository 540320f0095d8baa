<?xml version="1.0" encoding="UTF-8"?>
<!--
  The page as it was printed. Zones with coordinates are drawn where they stood, over the page's picture when there is one, else
  with their own words in them; zones without are a schematic: the source's blocks in the source's order. Context: a pb.
-->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:tei="http://www.tei-c.org/ns/1.0" xmlns:math="http://exslt.org/math" xmlns:str="http://exslt.org/strings" xmlns:exsl="http://exslt.org/common" exclude-result-prefixes="tei math str exsl">
  <!-- zone id -> the units and seams that stand in it -->
  <xsl:key name="in-zone" match="tei:text//tei:*[@facs][not(self::tei:pb or self::tei:lb or self::tei:figure[tei:p[@facs]])]" use="substring-after(concat(substring-before(concat(@facs, ' '), ' '), ''), '#')"/>
  <xsl:key name="in-zone" match="tei:text//tei:*[contains(@facs, ' ')][not(self::tei:pb or self::tei:lb or self::tei:figure[tei:p[@facs]])]" use="str:tokenize(translate(substring-after(@facs, ' '), '#', ''))"/>
  <!-- unit -> its text, as the source has it, and its seams; a line or paragraph is one too, where none is around it -->
  <xsl:key name="in-unit" match="tei:text//tei:gap | tei:text//tei:cb[@facs] | tei:text//text()[not(parent::tei:supplied or parent::tei:corr[parent::tei:choice] or parent::tei:reg[parent::tei:choice])][ancestor::tei:*[@facs or self::tei:p or self::tei:ab or self::tei:head or self::tei:l or self::tei:item]]" use="generate-id((ancestor::tei:*[@facs][1] | ancestor::tei:*[self::tei:p or self::tei:ab or self::tei:head or self::tei:l or self::tei:item][not(ancestor-or-self::tei:*[@facs])])[last()])"/>
  <xsl:key name="seam-in" match="tei:text//tei:cb[@facs]" use="generate-id((ancestor::tei:*[@facs][1] | ancestor::tei:*[self::tei:p or self::tei:ab or self::tei:head or self::tei:l or self::tei:item][not(ancestor-or-self::tei:*[@facs])])[last()])"/>
  <xsl:key name="piece" match="tei:text//tei:gap | tei:text//text()[ancestor::tei:*[@facs or self::tei:p or self::tei:ab or self::tei:head or self::tei:l or self::tei:item]]" use="generate-id()"/>
  <!-- which seam each piece of a unit with seams stands after -->
  <xsl:key name="on" match="on" use="@id"/>
  <xsl:key name="after" match="on" use="@mark"/>
  <xsl:key name="seam" match="seam" use="@id"/>
  <xsl:key name="nth-seam" match="seam" use="concat(@in, ' ', @n)"/>
  <xsl:variable name="seams-tree">
    <xsl:for-each select="/tei:TEI/tei:text//*[@facs or self::tei:p or self::tei:ab or self::tei:head or self::tei:l or self::tei:item]">
      <xsl:variable name="id" select="generate-id()"/>
      <xsl:for-each select="key('seam-in', $id)"><seam id="{generate-id()}" in="{$id}" n="{position()}" facs="{@facs}"/></xsl:for-each>
      <xsl:if test="key('seam-in', $id)"><xsl:call-template name="spread"><xsl:with-param name="nodes" select="key('in-unit', $id)"/><xsl:with-param name="mark" select="'cb'"/><xsl:with-param name="last" select="$id"/></xsl:call-template></xsl:if>
    </xsl:for-each>
  </xsl:variable>
  <xsl:variable name="seams" select="exsl:node-set($seams-tree)"/>

  <xsl:template name="sheet">
    <xsl:param name="number" select="1"/>
    <xsl:variable name="surface" select="key('by-id', substring-after(@facs, '#'))[self::tei:surface] | ancestor::tei:TEI/tei:facsimile[not(current()/@facs)]/tei:surface[position() = $number]"/>
    <xsl:choose>
      <xsl:when test="$surface[tei:graphic or .//tei:zone[@ulx or @points]]"><xsl:apply-templates select="$surface[1]" mode="sheet"/></xsl:when>
      <xsl:when test="$surface//tei:zone">
        <div class="schematic"><xsl:for-each select="$surface//tei:zone"><xsl:call-template name="box"/></xsl:for-each></div>
      </xsl:when>
      <xsl:when test="@facs and not(starts-with(@facs, '#'))"><p class="no-picture"><xsl:value-of select="@facs"/></p></xsl:when>
    </xsl:choose>
  </xsl:template>
  <xsl:template name="box">
    <xsl:variable name="units" select="key('in-zone', @xml:id)"/>
    <xsl:if test="$units">
      <a>
        <xsl:call-template name="zone-link"><xsl:with-param name="units" select="$units"/></xsl:call-template>
        <xsl:if test="$units[1][self::tei:cb]"><span class="seam-in"/></xsl:if>
        <xsl:call-template name="zone-text"><xsl:with-param name="units" select="$units"/></xsl:call-template>
      </a>
    </xsl:if>
  </xsl:template>
  <!-- id, class and target of a zone's link; the class says which article's, in which role -->
  <xsl:template name="zone-link">
    <xsl:param name="units"/>
    <xsl:variable name="colour"><xsl:call-template name="colour"><xsl:with-param name="item" select="$units[1]/ancestor::*[parent::tei:body or parent::tei:front or parent::tei:back][last()]"/></xsl:call-template></xsl:variable>
    <xsl:attribute name="id"><xsl:value-of select="@xml:id"/></xsl:attribute>
    <xsl:attribute name="class">
      <xsl:value-of select="concat('zone c', $colour, ' ', local-name($units[last()]))"/>
      <xsl:if test="$units[self::tei:head]"><xsl:value-of select="concat(' ', $units[self::tei:head][1]/@type)"/></xsl:if>
    </xsl:attribute>
    <xsl:variable name="unit" select="$units[last()]/ancestor-or-self::*[@xml:id][not(self::tei:cb)][1]"/>
    <xsl:attribute name="href">#<xsl:value-of select="$unit/@xml:id"/></xsl:attribute>
    <xsl:if test="$units[1][self::tei:cb]"><xsl:attribute name="data-seam"><xsl:value-of select="concat('c', substring($units[1]/@cert, 1, 1))"/></xsl:attribute></xsl:if>
  </xsl:template>
  <xsl:template name="zone-text">
    <xsl:param name="units"/>
    <xsl:for-each select="$units">
      <xsl:if test="position() &gt; 1 and self::tei:head"><xsl:text>　</xsl:text></xsl:if>
      <xsl:variable name="id" select="generate-id()"/>
      <xsl:choose>
        <xsl:when test="self::tei:cb or key('seam-in', $id)">
          <xsl:for-each select="$seams"><xsl:for-each select="key('after', $id)"><xsl:variable name="piece" select="@id"/><xsl:for-each select="$tei"><xsl:apply-templates select="key('piece', $piece)" mode="piece"/></xsl:for-each></xsl:for-each></xsl:for-each>
        </xsl:when>
        <xsl:otherwise><xsl:apply-templates select="key('in-unit', $id)" mode="piece"/></xsl:otherwise>
      </xsl:choose>
    </xsl:for-each>
  </xsl:template>
  <xsl:template match="tei:gap" mode="piece">□</xsl:template>

  <!-- A surface with coordinates, or with a picture. -->
  <xsl:template match="tei:surface" mode="sheet">
    <xsl:param name="text" select="true()"/>
    <xsl:variable name="left" select="number(concat('0', @ulx))"/>
    <xsl:variable name="top" select="number(concat('0', @uly))"/>
    <xsl:variable name="right"><xsl:call-template name="edge"><xsl:with-param name="own" select="@lrx"/><xsl:with-param name="zones" select=".//tei:zone/@lrx"/><xsl:with-param name="graphic" select="tei:graphic[1]/@width"/></xsl:call-template></xsl:variable>
    <xsl:variable name="bottom"><xsl:call-template name="edge"><xsl:with-param name="own" select="@lry"/><xsl:with-param name="zones" select=".//tei:zone/@lry"/><xsl:with-param name="graphic" select="tei:graphic[1]/@height"/></xsl:call-template></xsl:variable>
    <xsl:variable name="picture" select="tei:graphic[not(contains(@url, ':') or starts-with(@url, '/') or contains(@url, '..') or contains(@url, '\'))][$held = '*' or contains($held, concat('|', @url, '|'))][1]"/>
    <svg class="sheet" viewBox="{$left} {$top} {$right - $left} {$bottom - $top}" role="group" aria-label="版面 / page">
      <rect class="paper" x="{$left}" y="{$top}" width="{$right - $left}" height="{$bottom - $top}"/>
      <xsl:if test="$picture"><image href="{$images}{$picture/@url}" x="{$left}" y="{$top}" width="{$right - $left}" height="{$bottom - $top}"><title>版面图像 / page image</title></image></xsl:if>
      <xsl:for-each select=".//tei:zone[@points or (@ulx and @uly and @lrx and @lry)]">
        <xsl:variable name="units" select="key('in-zone', @xml:id)"/>
        <xsl:choose>
          <xsl:when test="$units">
            <a>
              <xsl:call-template name="zone-link"><xsl:with-param name="units" select="$units"/></xsl:call-template>
              <title><xsl:call-template name="zone-title"><xsl:with-param name="units" select="$units"/></xsl:call-template></title>
              <xsl:call-template name="shape"/>
              <xsl:if test="$text and not($picture) and @ulx"><xsl:call-template name="words"><xsl:with-param name="units" select="$units"/></xsl:call-template></xsl:if>
            </a>
          </xsl:when>
          <xsl:when test="not(.//tei:zone or @type='line')"><g class="zone empty"><xsl:if test="@xml:id"><xsl:attribute name="id"><xsl:value-of select="@xml:id"/></xsl:attribute></xsl:if><xsl:call-template name="shape"/></g></xsl:when>
        </xsl:choose>
      </xsl:for-each>
      <xsl:if test="$text"><xsl:for-each select=".//tei:zone[@ulx]"><xsl:call-template name="seam-line"/></xsl:for-each></xsl:if>
    </svg>
    <xsl:if test="tei:graphic[starts-with(@url, 'http://') or starts-with(@url, 'https://')]">
      <p class="elsewhere"><a rel="external noreferrer" href="{tei:graphic[starts-with(@url, 'http')][1]/@url}"><span class="ui" lang="zh-Hans">版面图像（站外）</span><span class="ui" lang="en">Page image (elsewhere)</span></a></p>
    </xsl:if>
  </xsl:template>
  <xsl:template name="edge">
    <xsl:param name="own"/><xsl:param name="zones"/><xsl:param name="graphic"/>
    <xsl:variable name="size" select="translate($graphic, 'px', '')"/>
    <xsl:choose>
      <xsl:when test="$own &gt; 0"><xsl:value-of select="number($own)"/></xsl:when>
      <xsl:when test="$zones"><xsl:for-each select="$zones"><xsl:sort data-type="number" order="descending"/><xsl:if test="position() = 1"><xsl:value-of select="number(.) * 1.02"/></xsl:if></xsl:for-each></xsl:when>
      <xsl:when test="$size &gt; 0"><xsl:value-of select="number($size)"/></xsl:when>
      <xsl:otherwise>1000</xsl:otherwise>
    </xsl:choose>
  </xsl:template>
  <xsl:template name="shape">
    <xsl:choose>
      <xsl:when test="@points and translate(@points, '0123456789.,- ', '') = ''"><polygon points="{@points}"/></xsl:when>
      <xsl:when test="@lrx &gt; @ulx and @lry &gt; @uly"><rect x="{@ulx}" y="{@uly}" width="{@lrx - @ulx}" height="{@lry - @uly}"/></xsl:when>
    </xsl:choose>
  </xsl:template>
  <!-- the zone's own words, in a size that fills it -->
  <xsl:template name="words">
    <xsl:param name="units"/>
    <xsl:variable name="said"><xsl:call-template name="zone-text"><xsl:with-param name="units" select="$units"/></xsl:call-template></xsl:variable>
    <xsl:variable name="count" select="string-length(normalize-space($said))"/>
    <xsl:if test="$count and @lrx &gt; @ulx and @lry &gt; @uly">
      <xsl:variable name="fit" select="math:sqrt((@lrx - @ulx) * (@lry - @uly) div ($count * 1.5 + 12))"/>
      <xsl:variable name="most" select="(@lrx - @ulx) * ((@lrx - @ulx) &lt;= (@lry - @uly)) + (@lry - @uly) * ((@lrx - @ulx) &gt; (@lry - @uly))"/>
      <xsl:variable name="size"><xsl:choose><xsl:when test="$fit &gt; $most * .72"><xsl:value-of select="$most * .72"/></xsl:when><xsl:otherwise><xsl:value-of select="$fit"/></xsl:otherwise></xsl:choose></xsl:variable>
      <foreignObject x="{@ulx}" y="{@uly}" width="{@lrx - @ulx}" height="{@lry - @uly}" font-size="{round($size * 100) div 100}"><div class="words"><xsl:value-of select="$said"/></div></foreignObject>
    </xsl:if>
  </xsl:template>
  <xsl:template name="zone-title">
    <xsl:param name="units"/>
    <xsl:variable name="said"><xsl:call-template name="zone-text"><xsl:with-param name="units" select="$units"/></xsl:call-template></xsl:variable>
    <xsl:value-of select="substring(normalize-space($said), 1, 30)"/>
  </xsl:template>
  <!-- a seam: from the zone where the text was cut to the one where it goes on -->
  <xsl:template name="seam-line">
    <xsl:for-each select="key('in-zone', @xml:id)[self::tei:cb][1]">
      <xsl:variable name="to" select="key('by-id', substring-after(@facs, '#'))"/>
      <xsl:variable name="id" select="generate-id()"/>
      <xsl:variable name="before"><xsl:for-each select="$seams"><xsl:for-each select="key('seam', $id)"><xsl:value-of select="key('nth-seam', concat(@in, ' ', @n - 1))/@facs"/></xsl:for-each></xsl:for-each></xsl:variable>
      <xsl:variable name="from" select="key('by-id', substring-after(concat($before, ancestor::tei:*[@facs][1][$before = '']/@facs), '#'))"/>
      <xsl:if test="$from/@lrx and $to/@lrx"><line class="seam-line" x1="{($from/@ulx + $from/@lrx) div 2}" y1="{$from/@lry}" x2="{($to/@ulx + $to/@lrx) div 2}" y2="{$to/@uly}"/></xsl:if>
    </xsl:for-each>
  </xsl:template>
</xsl:stylesheet>
