<?xml version="1.0" encoding="UTF-8"?>
<!--
  What stands before each node of a list, found in one pass: asking every node for its preceding:: or preceding-sibling:: nodes
  takes the square of their number. The result is a tree of <on>, to be looked up by the node's generate-id().
-->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:tei="http://www.tei-c.org/ns/1.0">
  <!-- nodes: in document order, those of the name `mark` among those that are asked for. Each of these gives
       <on id mark before>: its own id, the id of the last mark before it, or "", and how many marks are before it.
       Halves the list, so that the depth stays logarithmic. -->
  <xsl:template name="spread">
    <xsl:param name="nodes"/><xsl:param name="mark"/><xsl:param name="last" select="''"/><xsl:param name="before" select="0"/>
    <xsl:variable name="marks" select="$nodes[local-name() = $mark][self::tei:*]"/>
    <xsl:choose>
      <xsl:when test="not($marks)"><xsl:for-each select="$nodes"><on id="{generate-id()}" mark="{$last}" before="{$before}"/></xsl:for-each></xsl:when>
      <xsl:when test="count($nodes) &gt; 1">
        <xsl:variable name="half" select="floor(count($nodes) div 2)"/>
        <xsl:variable name="first" select="$nodes[position() &lt;= $half]"/>
        <xsl:variable name="met" select="$first[local-name() = $mark][self::tei:*]"/>
        <xsl:call-template name="spread"><xsl:with-param name="nodes" select="$first"/><xsl:with-param name="mark" select="$mark"/><xsl:with-param name="last" select="$last"/><xsl:with-param name="before" select="$before"/></xsl:call-template>
        <xsl:call-template name="spread">
          <xsl:with-param name="nodes" select="$nodes[position() &gt; $half]"/><xsl:with-param name="mark" select="$mark"/>
          <xsl:with-param name="last"><xsl:choose><xsl:when test="$met"><xsl:value-of select="generate-id($met[last()])"/></xsl:when><xsl:otherwise><xsl:value-of select="$last"/></xsl:otherwise></xsl:choose></xsl:with-param>
          <xsl:with-param name="before" select="$before + count($met)"/>
        </xsl:call-template>
      </xsl:when>
    </xsl:choose>
  </xsl:template>
</xsl:stylesheet>
