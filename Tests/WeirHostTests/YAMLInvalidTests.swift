// Texts that YAML 1.2 calls invalid, of the kinds that the YAML test suite collects, and those that
// libyaml reads all the same among them: each is refused.

import Testing
import WeirHost

@Suite struct YAMLInvalidTests {
  static let texts = [
    "foo:\n  bar\ninvalid\n",
    "this\n is\n  invalid: x\n",
    "--- |0\n",
    "--- |10\n",
    "---\nkey: value\n... invalid\n",
    "---\na:\n\tb:\n\t\tc: value\n",
    "key:\n   - ok\n   - also ok\n  - wrong\n",
    "top1: &node1\n  &k1 key1: val1\ntop2: &node2\n  &v2 val2\n",
    "---\n\"\\.\"\n",
    "block scalar: >\n \n  \n   \n invalid\n",
    "---\n\"\n---\n\"\n",
    "key: - a\n     - b\n",
    "---\nx: { y: z }in: valid\n",
    "---\n[ [ a, b, c ]\n",
    "key:\n - bar\n - baz\n invalid\n",
    "\"a\\nb\": 1\n\"c\n d\": 1\n",
    "top1:\n  key1: val1\ntop2\n",
    "key: word1\n#  xxx\n  word2\n",
    "---\nflow: [a,\nb,\nc]\n",
    "key:\n - item1\n - item2\ninvalid\n",
    "!foo \"bar\"\n%TAG ! tag:example.com,2000:app/\n---\n!foo \"bar\"\n",
    "---\n[ a, b, c, ]#invalid\n",
    "--- key1: value1\n    key2: value2\n",
    "---\n[ , a, b, c ]\n",
    "%YAML 1.2\n",
    "--- \"a\n... x\nb\"\n",
    "%YAML 1.2\n...\n",
    "- item1\n- item2\ninvalid: x\n",
    "---\nplain: a\n       b # end of scalar\n       c\n",
    "word1  # comment\nword2\n",
    "[23\n]: 42\n",
    "key: [ word1\n#  xxx\n  word2 ]\n",
    "---\nkey: \"missing closing quote\n",
    "---\n[ a, b, c, , ]\n",
    "---\n[ a, b, c,#invalid\n]\n",
    "--- &anchor a: b\n",
    "'a\\nb': 1\n'c\n d': 1\n",
    "---\n[ key\n  : value ]\n",
    "foo: \"bar\n\tbaz\"\n",
    "foo:\n  a: 1\n  \tb: 2\n",
    "key:\n  ok: 1\n wrong: 2\n",
    "---\nscalar1 # comment\n%YAML 1.2\n---\nscalar2\n",
    "k1: v1\n k2: v2\n",
    "---\n- [-, -]\n",
    "a\\nb: 1\nc\n d: 1\n",
    "---\nseq:\n&anchor\n- a\n- b\n",
    "key: value\nthis is #not a: key\n",
    "- item1\n&node\n- item2\n",
    "key: &x\n!!map\n  a: b\n",
    "%YAML 1.2 foo\n---\n",
    "---\ndouble: \"quoted \\' scalar\"\n",
    "key:\n  word1 word2\n  no: key\n",
    "- - \"bar\nbar\": x\n",
    "key1: \"quoted1\"\nkey2: \"quoted2\" no key: nor value\nkey3: \"quoted3\"\n",
    "---\n[\nsequence item\n]\ninvalid item\n",
    "---\n!invalid{}tag scalar\n",
    "%YAML 1.1#...\n---\n",
    "%YAML 1.2\n---\n%YAML 1.2\n---\n",
    "map:\n  key1: \"quoted1\"\n key2: \"bad indentation\"\n",
    "[\n--- ,\n...\n]\n",
    "---\n- { y: z }- invalid\n",
    "key1: \"quoted1\"\nkey2: \"quoted2\" trailing content\nkey3: \"quoted3\"\n",
    "---\nquoted: \"a\nb\nc\"\n",
    "%TAG !prefix! tag:example.com,2011:\n--- !prefix!A\na: b\n--- !prefix!B\nc: d\n",
    "---\nkey: value\n%YAML 1.2\n---\n",
    "---\n'\n...\n'\n",
    "---\nfolded: > first line\n  second line\n",
    "empty block scalar: >\n \n  \n   \n # comment\n",
    "%YAML 1.2\n%YAML 1.2\n---\n",
    "key1: &a value\nkey2: &b *a\n",
    "key: \"value\"# invalid comment\n",
    "key1: &alias value1\n&b *alias : value2\n",
    "&anchor - sequence entry\n",
    "---\n{\n foo: 1\n bar: 2 }\n",
    "- item1\n- item2\ninvalid\n",
    "map:\n  key1: \"quoted1\"\n   key2: \"bad indentation\"\n",
    "- !!str, xxx\n",
    "k: {\nk\n:\nv\n}\n",
    "---\nblock scalar: |\n     \n  more spaces at the beginning\n  are invalid\n",
    "block: ># comment\n  scalar\n",
    "foo: |\n\t\nbar: 1\n",
    "- [\n\tfoo,\n foo\n ]\n",
    "-\t-\n",
    "- \t-\n",
    "?\t-\n",
    "? -\n:\t-\n",
    "?\tkey:\n",
    "? key:\n:\tkey:\n",
    "[-]\n",
    "a: b: c: d\n",
    "---\na: 'b': c\n",
    "- key: value\n - item1\n",
    "[ \"key\"\n  :value ]\n",
    "a: >\n    \n  # c\nb: 1\n",
    "{ ?foo: bar }\n",
    "[?x]\n",
    "key: &an:chor value\n",
    "- |+",
    "a: |\n  x",
  ]

  @Test func invalidTextsAreRefused() {
    for text in YAMLInvalidTests.texts {
      var reader = YAMLReader(Array(text.utf8))
      var refused = 0
      while true {
        do throws(YAMLError) {
          if try reader.next() == nil { break }
        } catch {
          refused += 1
        }
      }
      #expect(refused > 0, "\(text)")
    }
  }
}
