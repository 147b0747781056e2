//! The names of condition operators: prefix, comparison, suffix (R1.36, R1.37).

use std::fmt;

use super::{Operator, OperatorCore, SetPrefix};

macro_rules! cores {
    ($($name:ident)*) => {
        impl OperatorCore {
            /// Every comparison, in the order of the operator table.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// AWS's spelling.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$name => stringify!($name),)*
                }
            }

            fn from_name(name: &str) -> Option<Self> {
                match name {
                    $(stringify!($name) => Some(Self::$name),)*
                    _ => None,
                }
            }
        }
    };
}

cores! {
    StringEquals StringNotEquals StringEqualsIgnoreCase StringNotEqualsIgnoreCase StringLike StringNotLike
    NumericEquals NumericNotEquals NumericLessThan NumericLessThanEquals NumericGreaterThan NumericGreaterThanEquals
    DateEquals DateNotEquals DateLessThan DateLessThanEquals DateGreaterThan DateGreaterThanEquals
    Bool BinaryEquals IpAddress NotIpAddress ArnEquals ArnLike ArnNotEquals ArnNotLike Null
}

const ALL_VALUES: &str = "ForAllValues:";
const ANY_VALUE: &str = "ForAnyValue:";
const IF_EXISTS: &str = "IfExists";

impl Operator {
    /// Reads an operator's name, case-sensitively (R1.9). `None` for an unknown one, for `ForAnyValue::…`, and for
    /// `Null` with a prefix or suffix (R1.36).
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        let (set, name) = if let Some(rest) = name.strip_prefix(ALL_VALUES) {
            (Some(SetPrefix::ForAllValues), rest)
        } else if let Some(rest) = name.strip_prefix(ANY_VALUE) {
            (Some(SetPrefix::ForAnyValue), rest)
        } else {
            (None, name)
        };
        let (name, if_exists) = name.strip_suffix(IF_EXISTS).map_or((name, false), |rest| (rest, true));
        let core = OperatorCore::from_name(name)?;
        if core == OperatorCore::Null && (set.is_some() || if_exists) {
            return None;
        }
        Some(Self { set, core, if_exists })
    }
}

impl fmt::Display for Operator {
    /// AWS's spelling.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.set {
            Some(SetPrefix::ForAllValues) => ALL_VALUES,
            Some(SetPrefix::ForAnyValue) => ANY_VALUE,
            None => "",
        })?;
        f.write_str(self.core.name())?;
        f.write_str(if self.if_exists { IF_EXISTS } else { "" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// R1.36: every comparison but `Null` takes either prefix, the suffix, or both; names survive the round trip.
    #[test]
    fn every_allowed_spelling_is_read_and_written() {
        assert_eq!(OperatorCore::ALL.len(), 27);
        for core in OperatorCore::ALL {
            for prefix in ["", "ForAllValues:", "ForAnyValue:"] {
                for suffix in ["", "IfExists"] {
                    let name = format!("{prefix}{}{suffix}", core.name());
                    let operator = Operator::from_name(&name);
                    let bare = prefix.is_empty() && suffix.is_empty();
                    assert_eq!(operator.is_some(), *core != OperatorCore::Null || bare, "{name}");
                    if let Some(operator) = operator {
                        assert_eq!(operator.core, *core);
                        assert_eq!(operator.to_string(), name);
                    }
                }
            }
        }
    }

    /// R1.9, R1.36, R1.37.
    #[test]
    fn other_spellings_are_unknown() {
        for name in [
            "",
            "stringEquals",
            "STRINGEQUALS",
            "StringEqual",
            "StringEquals ",
            "StringEqualsIfExistsIfExists",
            "StringEqualsifexists",
            "ForAnyValue::StringEquals",
            "ForAnyValue:ForAllValues:StringEquals",
            "forAnyValue:StringEquals",
            "ForSomeValues:StringEquals",
            "BinaryNotEquals",
            "NotBool",
            "BoolNotEquals",
            "IpAddressLike",
            "NullIfExists",
            "ForAnyValue:Null",
            "IfExists",
        ] {
            assert_eq!(Operator::from_name(name), None, "{name}");
        }
    }
}
