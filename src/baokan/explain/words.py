"""What roles and kinds are called, in Chinese and in English."""

from baokan.model import Role

ROLES: dict[Role, tuple[str, str]] = {
    Role.KICKER: ("引题", "kicker"),
    Role.MAIN: ("主题", "main head"),
    Role.SUB: ("副题", "sub head"),
    Role.RUBRIC: ("栏目", "rubric"),
    Role.CROSS: ("小标题", "cross head"),
    Role.BYLINE: ("署名", "byline"),
    Role.DATELINE: ("电头", "dateline"),
    Role.PARAGRAPH: ("正文", "paragraph"),
    Role.CAPTION: ("图注", "caption"),
    Role.CAPTION_HEAD: ("图题", "caption's head"),
    Role.CREDIT: ("摄影", "picture credit"),
    Role.NOTE: ("附注", "note"),
    Role.JUMP_TO: ("下转", "continued on"),
    Role.JUMP_FROM: ("上接", "continued from"),
    Role.FOLIO: ("报眉", "folio"),
}
# By the kind's value; articles show their units' roles instead.
KINDS = {"notice": ("启事", "notice"), "advertisement": ("广告", "advertisement"), "masthead": ("报头", "masthead")}
