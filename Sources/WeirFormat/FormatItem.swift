// A token or comment as the formatter sees it: what it is, where the file broke lines around it,
// and what the tree says of the place before it.

internal import Weir

/// A token that is printed: every one of a file but line breaks.
struct FormatItem {
  /// What begins with an item and decides how its line is indented.
  enum Role: UInt8 {
    case plain
    /// The first token of a declaration or a statement, or its effect behind annotations.
    case statement
    /// The brace that ends an `on`.
    case blockEnd
    /// The first token of a clause.
    case clause
    /// The first token of a shape's member.
    case member
    /// The brace that begins an `on`.
    case blockBegin
    case endOfFile
  }

  /// What a pair of brackets is for; nil for every other token. Set at the opening one.
  enum Bracket: UInt8 {
    case shape, block
    /// `(a or b)`, and the lists of people in clauses of holds.
    case group
    case quantifier
    /// Arguments and parameters: the name before it stands close.
    case call
    case list
    case typeList
    /// `labels["owner"]`, and the text of an annotation.
    case index
  }

  let token: Token
  /// Line breaks between this item and the one before it; 2 for any more.
  var newlines: UInt8 = 0
  var role = Role.plain
  var bracket: Bracket?
  /// The matching bracket, of either one.
  var partner = -1
  /// How many brackets are open around it, its own not counted.
  var depth = 0
  /// Whether a comma stands directly inside these brackets.
  var hasComma = false
  /// Whether a line may be broken before this item, and in which order: of a line that is too long,
  /// the lowest ones are. Zero where it may not be.
  var rank: UInt16 = 0
  /// How much further a line is indented that begins with this item.
  var nesting: UInt8 = 0
  /// A sign, which stands close to its number.
  var isSign = false
  /// An operator: where the file has a break after it, the break moves before it.
  var isOperator = false
  /// The first clause of a rule.
  var isFirst = false
  /// A comma between members of a shape at the end of its line, which says nothing.
  var isDropped = false
  /// Unicode scalars.
  var width = 0

  var kind: TokenKind { token.kind }
  var isComment: Bool { kind == .comment || kind == .documentation }
  var isClosing: Bool {
    kind == .rightBrace || kind == .rightBracket || kind == .rightParenthesis
  }
  /// A comment behind a token, on its line.
  var isTrailing: Bool { isComment && newlines == 0 }

  /// A rank at which the file's own breaks are kept and none is added.
  static let keptOnly = UInt16.max
}
