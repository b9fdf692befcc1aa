// How the families of tools read options. They differ in what an abbreviation is, in whether a
// cluster is read, and in where the options end. Each is a value here, so that one engine reads all
// of them.

/// The habits of one option parser.
struct OptionRules: Hashable, Sendable {
  /// A unique prefix stands for a long option.
  var abbreviates = false
  /// Options may follow operands.
  var permutes = true
  /// Long options may start with one dash, and there are no short ones.
  var longWithOneDash = false
  /// A flag takes `=true` and `=false`.
  var flagsTakeBooleans = false
  /// `--no-x` takes back `--x`.
  var negates = false
  /// `-x=v` is `-x v`.
  var shortTakesEquals = false
  /// An underscore in a long option is a dash.
  var underscoresAreDashes = false
  /// `-5` is an option with the number as its value, called `number`.
  var numbersAreOptions = false
  /// A value that is an argument of its own does not start with a dash.
  var valuesAreNotOptions = false

  /// `getopt_long` of the GNU library. The variable `POSIXLY_CORRECT` would end the options at the
  /// first operand.
  static let gnu = OptionRules(abbreviates: true)
  /// The same, where the options end at the first operand.
  static let gnuLeading = OptionRules(abbreviates: true, permutes: false)
  /// `parse-options` of git.
  static let git = OptionRules(abbreviates: true, negates: true)
  /// `pflag` of Go, as docker has it.
  static let pflag = OptionRules(flagsTakeBooleans: true, shortTakesEquals: true)
  /// The same, where the options end at the first operand.
  static let pflagLeading = OptionRules(
    permutes: false, flagsTakeBooleans: true, shortTakesEquals: true)
  /// The same, as kubectl has it.
  static let kubectl = OptionRules(
    flagsTakeBooleans: true, shortTakesEquals: true, underscoresAreDashes: true)
  /// `flag` of Go's standard library.
  static let goFlag = OptionRules(permutes: false, longWithOneDash: true, flagsTakeBooleans: true)
  /// `argparse` of Python.
  static let argparse = OptionRules(abbreviates: true, valuesAreNotOptions: true)
  /// curl's own parser. It reads abbreviations up to version 8.9; later ones refuse them.
  static let curl = OptionRules(abbreviates: true, negates: true)
}
