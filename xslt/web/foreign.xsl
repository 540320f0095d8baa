<?xml version="1.0" encoding="UTF-8"?>
<!-- The rest of TEI, for texts that others encoded: lists, tables, verse, drama, speeches, and whatever has no template. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:tei="http://www.tei-c.org/ns/1.0" exclude-result-prefixes="tei">
  <!-- block: whether the parent was made a div that holds elements only -->
  <xsl:template match="*">
    <xsl:param name="block" select="false()"/>
    <xsl:param name="level" select="0"/>
    <xsl:variable name="among-blocks" select="$block or parent::*[starts-with(local-name(), 'div') or self::tei:body or self::tei:front or self::tei:back or self::tei:text or self::tei:group or self::tei:floatingText or self::tei:titlePage or self::tei:sp or self::tei:figure or self::tei:closer[not(text()[normalize-space()])] or self::tei:opener[not(text()[normalize-space()])]]"/>
    <xsl:variable name="holds-blocks" select="descendant::*[self::tei:p or self::tei:ab or self::tei:list or self::tei:item or self::tei:table or self::tei:figure or self::tei:lg or self::tei:l or self::tei:head or self::tei:sp or self::tei:u or starts-with(local-name(), 'div') or self::tei:floatingText or self::tei:byline or self::tei:dateline or self::tei:listBibl][1]"/>
    <xsl:variable name="tag"><xsl:choose><xsl:when test="$among-blocks or $holds-blocks">div</xsl:when><xsl:otherwise>span</xsl:otherwise></xsl:choose></xsl:variable>
    <xsl:element name="{$tag}">
      <xsl:call-template name="anchor"/>
      <xsl:attribute name="class"><xsl:value-of select="normalize-space(concat('tei-', local-name(), ' ', @type))"/></xsl:attribute>
      <xsl:call-template name="language"/>
      <xsl:apply-templates>
        <xsl:with-param name="block" select="$tag = 'div' and not(text()[normalize-space()])"/>
        <xsl:with-param name="level" select="$level * ($tag = 'div')"/>
      </xsl:apply-templates>
    </xsl:element>
  </xsl:template>

  <xsl:template match="tei:list">
    <xsl:for-each select="tei:head"><xsl:call-template name="wrap"><xsl:with-param name="tag" select="'p'"/><xsl:with-param name="class" select="'head list-head'"/></xsl:call-template></xsl:for-each>
    <xsl:choose>
      <xsl:when test="tei:label">
        <xsl:variable name="last" select="generate-id(*[self::tei:item or self::tei:label][last()])"/>
        <dl><xsl:call-template name="anchor"/>
          <xsl:for-each select="*[not(self::tei:head)] | text()[normalize-space()]">
            <xsl:choose>
              <xsl:when test="self::tei:label and generate-id() != $last"><dt><xsl:call-template name="anchor"/><xsl:apply-templates/></dt></xsl:when>
              <xsl:when test="self::tei:item"><dd><xsl:call-template name="anchor"/><xsl:apply-templates/></dd></xsl:when>
              <xsl:otherwise><dd class="between"><xsl:apply-templates select="."/></dd></xsl:otherwise>
            </xsl:choose>
          </xsl:for-each>
        </dl>
      </xsl:when>
      <xsl:when test="*[not(self::tei:head)] or text()[normalize-space()]">
        <xsl:variable name="tag"><xsl:choose><xsl:when test="@type='ordered' or @type='numbered' or @rend='numbered'">ol</xsl:when><xsl:otherwise>ul</xsl:otherwise></xsl:choose></xsl:variable>
        <xsl:element name="{$tag}"><xsl:call-template name="anchor"/>
          <xsl:for-each select="*[not(self::tei:head)] | text()[normalize-space()]">
            <xsl:choose>
              <xsl:when test="self::tei:item"><li><xsl:call-template name="anchor"/><xsl:apply-templates/></li></xsl:when>
              <xsl:otherwise><li class="between"><xsl:apply-templates select="."/></li></xsl:otherwise>
            </xsl:choose>
          </xsl:for-each>
        </xsl:element>
      </xsl:when>
    </xsl:choose>
  </xsl:template>
  <xsl:template match="tei:table">
    <xsl:for-each select="tei:head[position() &gt; 1]"><xsl:call-template name="wrap"><xsl:with-param name="tag" select="'p'"/><xsl:with-param name="class" select="'head'"/></xsl:call-template></xsl:for-each>
    <table><xsl:call-template name="anchor"/>
      <xsl:for-each select="tei:head[1]"><caption><xsl:call-template name="anchor"/><xsl:apply-templates/></caption></xsl:for-each>
      <tbody>
        <xsl:for-each select="*[not(self::tei:head)]">
          <tr><xsl:call-template name="anchor"/>
            <xsl:choose>
              <xsl:when test="self::tei:row and *"><xsl:for-each select="*"><xsl:call-template name="cell"/></xsl:for-each></xsl:when>
              <xsl:otherwise><td><xsl:apply-templates select="."/></td></xsl:otherwise>
            </xsl:choose>
          </tr>
        </xsl:for-each>
      </tbody>
    </table>
  </xsl:template>
  <xsl:template name="cell">
    <xsl:variable name="tag"><xsl:choose><xsl:when test="@role='label' or ../@role='label'">th</xsl:when><xsl:otherwise>td</xsl:otherwise></xsl:choose></xsl:variable>
    <xsl:element name="{$tag}"><xsl:call-template name="anchor"/>
      <xsl:if test="@cols &gt; 1 and @cols &lt; 1000"><xsl:attribute name="colspan"><xsl:value-of select="floor(@cols)"/></xsl:attribute></xsl:if>
      <xsl:if test="@rows &gt; 1 and @rows &lt; 1000"><xsl:attribute name="rowspan"><xsl:value-of select="floor(@rows)"/></xsl:attribute></xsl:if>
      <xsl:choose><xsl:when test="self::tei:cell"><xsl:apply-templates/></xsl:when><xsl:otherwise><xsl:apply-templates select="."/></xsl:otherwise></xsl:choose>
    </xsl:element>
  </xsl:template>
  <xsl:template match="tei:l | tei:speaker | tei:salute[parent::tei:opener or parent::tei:closer] | tei:signed[parent::tei:closer] | tei:trailer | tei:docAuthor[parent::tei:titlePage] | tei:docDate[parent::tei:titlePage] | tei:titlePart[parent::tei:titlePage or parent::tei:docTitle]">
    <xsl:variable name="tag"><xsl:choose><xsl:when test="self::tei:l or self::tei:speaker or self::tei:trailer">p</xsl:when><xsl:otherwise>span</xsl:otherwise></xsl:choose></xsl:variable>
    <xsl:call-template name="wrap"><xsl:with-param name="tag" select="$tag"/><xsl:with-param name="class" select="concat('tei-', local-name())"/></xsl:call-template>
    <xsl:if test="$tag = 'span'"><br/></xsl:if>
  </xsl:template>
  <xsl:template match="tei:quote[parent::*[starts-with(local-name(), 'div') or self::tei:body or self::tei:cit]] | tei:quote[descendant::tei:p or descendant::tei:lg or descendant::tei:l]">
    <blockquote><xsl:call-template name="anchor"/><xsl:apply-templates/></blockquote>
  </xsl:template>
  <!-- verse lines inside a line of prose, as anthologies print them -->
  <xsl:template match="tei:graphic[parent::tei:p or parent::tei:ab or parent::tei:hi]"><xsl:text>〔</xsl:text><xsl:value-of select="@url"/><xsl:text>〕</xsl:text></xsl:template>
</xsl:stylesheet>
