"""Small sources written by us: ALTO, PAGE, hOCR and METS of a paper that doesn't exist."""

from __future__ import annotations

from pathlib import Path

ALTO = """<?xml version="1.0" encoding="UTF-8"?>
<alto{namespace}>
  <Description>
    <MeasurementUnit>{unit}</MeasurementUnit>
    <sourceImageInformation><fileName>{image}</fileName></sourceImageInformation>
  </Description>
  <Styles><TextStyle ID="S1" FONTSIZE="9" FONTSTYLE="bold"/></Styles>
  <Layout>
    <Page ID="P1" PHYSICAL_IMG_NR="1" WIDTH="{width}" HEIGHT="{height}">
      <PrintSpace HPOS="0" VPOS="0" WIDTH="1000" HEIGHT="1500">
        <TextBlock ID="B1" HPOS="100" VPOS="100" WIDTH="400" HEIGHT="60" STYLEREFS="S1">
          <TextLine HPOS="100" VPOS="100" WIDTH="400" HEIGHT="60">
            <String CONTENT="春风里的" HPOS="100" VPOS="100" WIDTH="240" HEIGHT="60" WC="0.95"/><SP/>
            <String CONTENT="修桥人" HPOS="342" VPOS="100" WIDTH="158" HEIGHT="60" WC="0.85"/>
          </TextLine>
        </TextBlock>
        <ComposedBlock ID="C1">
          <ComposedBlock ID="C2">
            <TextBlock ID="B2" HPOS="100" VPOS="200" WIDTH="400" HEIGHT="80">
              <Shape><Polygon POINTS="100,200 500,200 500,280 100,280"/></Shape>
              <TextLine HPOS="100" VPOS="200" WIDTH="400" HEIGHT="30">
                <String CONTENT="The" HPOS="100" VPOS="200" WIDTH="60" HEIGHT="30" WC="0.5"/><SP/>
                <String CONTENT="rail" SUBS_TYPE="HypPart1" SUBS_CONTENT="railway"
                  HPOS="180" VPOS="200" WIDTH="80" HEIGHT="30" WC="0.6"/>
                <HYP CONTENT="-"/>
              </TextLine>
              <TextLine HPOS="100" VPOS="250" WIDTH="400" HEIGHT="30">
                <String CONTENT="way" SUBS_TYPE="HypPart2" SUBS_CONTENT="railway"
                  HPOS="100" VPOS="250" WIDTH="80" HEIGHT="30" WC="0.7"/><SP/>
                <String CONTENT="opens." HPOS="200" VPOS="250" WIDTH="100" HEIGHT="30" WC="0.6"/>
              </TextLine>
            </TextBlock>
          </ComposedBlock>
          <Illustration ID="I1" HPOS="550" VPOS="100" WIDTH="300" HEIGHT="200"/>
        </ComposedBlock>
      </PrintSpace>
    </Page>
  </Layout>
</alto>
"""
ALTO_NAMESPACES = (
    "",
    ' xmlns="http://www.loc.gov/standards/alto/ns-v2#"',
    ' xmlns="http://www.loc.gov/standards/alto/ns-v3#"',
    ' xmlns="http://www.loc.gov/standards/alto/ns-v4#"',
    ' xmlns="http://bibnum.bnf.fr/ns/alto_prod"',
)


def alto(namespace: str = ALTO_NAMESPACES[3], **facts: str) -> str:
    """An ALTO page: a head, a paragraph of two lines with a broken word in nested ComposedBlocks, a picture."""
    known = {"unit": "pixel", "image": "page1.tif", "width": "1000", "height": "1500"} | facts
    return ALTO.format(namespace=namespace, **known)


PAGE = """<?xml version="1.0" encoding="UTF-8"?>
<PcGts xmlns="http://schema.primaresearch.org/PAGE/gts/pagecontent/{version}">
  <Page imageFilename="{image}" imageWidth="1000" imageHeight="1500">
    {order}
    <TextRegion id="r1" type="heading"><Coords points="100,100 500,100 500,160 100,160"/>
      <TextLine id="l1"><Coords points="100,100 500,100 500,160 100,160"/>
        <TextEquiv index="1"><Unicode>wrong</Unicode></TextEquiv>
        <TextEquiv index="0" conf="0.93"><Unicode>旧桥拆除 新桥通车</Unicode></TextEquiv></TextLine></TextRegion>
    <TextRegion id="r2" type="paragraph"><Coords points="100,200 500,200 500,300 100,300"/>
      <TextLine id="l2"><Coords points="100,200 500,200 500,240 100,240"/>
        <Word id="w1"><Coords points="100,200 300,200 300,240 100,240"/><TextEquiv><Unicode>清河</Unicode></TextEquiv></Word>
        <Word id="w2"><Coords points="302,200 500,200 500,240 302,240"/>
          <TextEquiv><Unicode>镇的</Unicode></TextEquiv></Word></TextLine>
      <TextLine id="l3"><Coords points="100,250 500,250 500,290 100,290"/>
        <TextEquiv><PlainText>桥通了。</PlainText></TextEquiv></TextLine></TextRegion>
    <TextRegion id="r3" type="page-number"><Coords points="900,20 950,20 950,50 900,50"/>
      <TextEquiv><Unicode>第二版</Unicode></TextEquiv></TextRegion>
    <ImageRegion id="i1"><Coords points="550,100 850,100 850,300 550,300"/></ImageRegion>
    <SeparatorRegion id="s1"><Coords points="520,90 522,90 522,1400 520,1400"/></SeparatorRegion>
    <TableRegion id="t1"><Coords points="100,400 500,400 500,600 100,600"/>
      <TextRegion id="r4"><Coords points="100,400 500,400 500,440 100,440"/>
        <TextEquiv><Unicode>气温五度</Unicode></TextEquiv></TextRegion></TableRegion>
  </Page>
</PcGts>
"""
ORDER = """<ReadingOrder><OrderedGroup id="g1">
      <UnorderedGroupIndexed id="g2" index="1"><RegionRef regionRef="r4"/><RegionRef regionRef="r3"/></UnorderedGroupIndexed>
      <OrderedGroupIndexed id="g3" index="0"><RegionRefIndexed index="1" regionRef="r1"/>
        <RegionRefIndexed index="0" regionRef="r2"/></OrderedGroupIndexed>
    </OrderedGroup></ReadingOrder>"""


def page_xml(version: str = "2019-07-15", order: str = "", image: str = "page2.jpg") -> str:
    """A PAGE file: a head, a paragraph, a folio, a picture, a rule, a text inside a table."""
    return PAGE.format(version=version, order=order, image=image)


HOCR = """<html><head><title>x</title><meta name="ocr-system" content="tesseract 5"></head><body>
<div class='ocr_page' id='page_1' title='image "scan one.png"; bbox 0 0 1000 1500; ppageno 0'>
<div class='ocr_carea' title="bbox 100 100 500 300">
<p class='ocr_par' id='par_1' title="bbox 100 100 500 200">
<span class='ocr_line' title="bbox 100 100 500 140"><span class='ocrx_word' title='bbox 100 100 200 140; x_wconf 91'>清河</span>
<span class='ocrx_word' title='bbox 205 100 300 140; x_wconf 89'>通车</span></span>
<span class='ocr_line' title="bbox 100 150 500 190"><span class='ocrx_word' title='bbox 100 150 200 190; x_wconf 40'>Bridge</span>
<span class='ocrx_word' title='bbox 220 150 300 190; x_wconf 60'>&lt;b&gt; open</span></span>
<p class='ocr_par' title="bbox 100 210 500 300">
<span class='ocr_line' title="bbox 100 210 500 250">
<span class='ocrx_word' title='bbox 100 210 200 250; x_wconf 80'>第二段</span></span>
</div>
<div class='ocr_photo' id='ph1' title="bbox 550 100 850 300"></div>
</div>
"""

METS = """<?xml version="1.0" encoding="UTF-8"?>
<mets xmlns="http://www.loc.gov/METS/" xmlns:mods="http://www.loc.gov/mods/v3" xmlns:xlink="http://www.w3.org/1999/xlink">
  <dmdSec ID="D1"><mdWrap MDTYPE="MODS"><xmlData><mods:mods>
    <mods:titleInfo><mods:title>宁安日报</mods:title></mods:titleInfo>
    <mods:originInfo><mods:dateIssued>1931-05-04</mods:dateIssued></mods:originInfo>
    <mods:language><mods:languageTerm>chi</mods:languageTerm></mods:language>
  </mods:mods></xmlData></mdWrap></dmdSec>
  <fileSec>
    <fileGrp USE="Images"><file ID="IMG1" MIMETYPE="image/tiff"><FLocat xlink:href="file://./images/1.tif"/></file></fileGrp>
    <fileGrp USE="Text">
      <file ID="A2" MIMETYPE="text/xml"><FLocat xlink:href="{second}"/></file>
      <file ID="A1" MIMETYPE="text/xml"><FLocat xlink:href="file://./text/1.xml"/></file>
    </fileGrp>
  </fileSec>
  <structMap TYPE="PHYSICAL"><div TYPE="Newspaper">
    <div TYPE="PAGE" ORDER="2" ORDERLABEL="二"><fptr FILEID="A2"/></div>
    <div TYPE="PAGE" ORDER="1" ORDERLABEL="一"><fptr><par><area FILEID="IMG1"/><area FILEID="A1"/></par></fptr></div>
  </div></structMap>
  <structMap TYPE="LOGICAL"><div TYPE="ISSUE" DMDID="D1">
    <div TYPE="ARTICLE">
      <div TYPE="HEADING"><div TYPE="TITLE"><fptr><area FILEID="A1" BETYPE="IDREF" BEGIN="B1"/></fptr></div></div>
      <div TYPE="BODY"><div TYPE="PARAGRAPH"><fptr><area FILEID="A1" BETYPE="IDREF" BEGIN="B2"/></fptr></div>
        <div TYPE="ILLUSTRATION"><fptr><area FILEID="A1" BETYPE="IDREF" BEGIN="I1"/></fptr></div>
        <div TYPE="PARAGRAPH"><fptr><area FILEID="A2" BETYPE="IDREF" BEGIN="B2"/></fptr></div></div>
    </div>
  </div></structMap>
</mets>
"""


def write_mets(folder: Path, second: str = "text/2.xml") -> Path:
    """A METS issue of two ALTO pages whose one article crosses them; page 2's head is in no article."""
    (folder / "text").mkdir(parents=True)
    (folder / "text" / "1.xml").write_text(alto(), encoding="utf-8")
    (folder / "text" / "2.xml").write_text(alto(ALTO_NAMESPACES[1]), encoding="utf-8")
    path = folder / "issue.xml"
    path.write_text(METS.format(second=second), encoding="utf-8")
    return path
