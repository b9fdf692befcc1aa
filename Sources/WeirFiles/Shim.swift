import Weir
func parseJSON(_ b: [UInt8]) throws(InputError) -> Document { throw InputError(.syntax, at: 0) }
