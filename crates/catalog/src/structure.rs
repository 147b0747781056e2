//! The macros the generated files are written in: one line for each member of a structure. What no model of AWS has is
//! described in the same way, also by other crates.
//!
//! `readable!` is an input or a structure inside one: it is read from requests, and written for events. `writable!` is a
//! structure inside outputs, `output!` an operation's output. A line is
//! `field: Type = "Name" required(SHAPE) [sensitive, header("x-name")],` where `required(SHAPE)` or `optional(SHAPE)` says
//! how the member is read (absent in outputs), and the words in brackets are those of [`crate::member::Member`].

/// One member as data.
#[macro_export]
macro_rules! member {
    ($name:literal $([$($word:ident $(($value:expr))?),*])?) => {
        $crate::member::Member::new($name)$($(.$word($($value)?))*)?
    };
}

/// The struct, its members as data, its `Debug`, and how it is written.
#[macro_export]
macro_rules! writable {
    ($(#[$meta:meta])* $name:ident {
        $($field:ident: $type:ty = $wire:literal $($how:ident($shape:expr))? $([$($words:tt)*])?,)*
    }) => {
        $(#[$meta])*
        #[derive(Clone, PartialEq, Default)]
        pub struct $name {
            $(#[doc = concat!("`", $wire, "`")] pub $field: $type,)*
        }

        impl $crate::operation::Members for $name {
            const MEMBERS: &'static [$crate::member::Member] =
                &[$($crate::member!($wire $([$($words)*])?)),*];
        }

        impl $crate::operation::WriteStructure for $name {
            fn write_members(&self, _sink: &mut $crate::sink::Sink) {
                let [$($field),*] = <Self as $crate::operation::Members>::MEMBERS else { return };
                $(_sink.member($field, &self.$field);)*
            }
        }

        impl $crate::sink::Value for $name {
            fn content(&self, sink: &mut $crate::sink::Sink, _: &$crate::member::Member) {
                sink.structure(self);
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                let [$($field),*] = <Self as $crate::operation::Members>::MEMBERS else { return Ok(()) };
                f.debug_struct(stringify!($name))
                    $(.field(stringify!($field), $crate::member::shown($field, &self.$field)))*
                    .finish()
            }
        }
    };
}

/// A structure that is read, and written for events.
#[macro_export]
macro_rules! readable {
    ($(#[$meta:meta])* $name:ident {
        $($field:ident: $type:ty = $wire:literal $how:ident($shape:expr) $([$($words:tt)*])?,)*
    }) => {
        $crate::writable! {
            $(#[$meta])* $name { $($field: $type = $wire $how($shape) $([$($words)*])?,)* }
        }

        impl $crate::operation::ReadStructure for $name {
            fn read_members(
                _reader: &mut $crate::validation::Reader,
                _source: &$crate::source::Source<'_>,
                _at: &$crate::validation::Path<'_>,
            ) -> Self {
                let [$($field),*] = <Self as $crate::operation::Members>::MEMBERS else { return Self::default() };
                Self { $($field: _reader.$how(_source, _at, $field, &$shape),)* }
            }
        }
    };
}

/// The output of an operation.
#[macro_export]
macro_rules! output {
    ($(#[$meta:meta])* $name:ident { $($body:tt)* }) => {
        $crate::writable! { $(#[$meta])* $name { $($body)* } }
        impl $crate::operation::Output for $name {
            const HAS_RESULT: bool = true;
        }
    };
}

/// A service's operations: a marker type for each, and the table of all.
macro_rules! operations {
    ($protocol:ident; $($name:ident($input:ty) -> $output:ty {
        signed: $signed:literal, read_only: $read_only:literal, errors: [$($error:ident),*]
        $(, http: $http:expr)? $(, pages: $pages:expr)?
    })*) => {
        $(
            #[doc = concat!("The operation `", stringify!($name), "`.")]
            #[derive(Debug, Clone, Copy, PartialEq, Eq)]
            pub struct $name;

            impl $crate::operation::ApiOperation for $name {
                const NAME: &'static str = stringify!($name);
                const PROTOCOL: $crate::operation::Protocol = $crate::operation::Protocol::$protocol;
                const SIGNED: bool = $signed;
                const READ_ONLY: bool = $read_only;
                const ERRORS: &'static [$crate::operation::ErrorShape] = &[$($error),*];
                $(const HTTP: Option<$crate::rest::Http> = Some($http);)?
                $(const PAGINATOR: Option<$crate::operation::Paginator> = Some($pages);)?
                type Input = $input;
                type Output = $output;
            }
        )*

        /// Every operation of the service, ordered by name.
        pub const OPERATIONS: &[$crate::operation::OperationShape] = &[
            $($crate::operation::OperationShape::of::<$name>(),)*
        ];
    };
}

/// A service's errors: a constant for each, and the table of all. A line is `NAME = "Shape", "Code", status;`.
macro_rules! errors {
    ($($name:ident = $shape:literal, $code:literal, $status:literal;)*) => {
        $(
            #[doc = concat!("`", $code, "`, HTTP ", $status, ".")]
            pub const $name: $crate::operation::ErrorShape =
                $crate::operation::ErrorShape { shape: $shape, code: $code, status: $status };
        )*

        /// Every error, ordered by the name of its shape.
        pub const ERRORS: &[$crate::operation::ErrorShape] = &[$($name),*];
    };
}

pub(crate) use crate::{output, readable, writable};
pub(crate) use {errors, operations};
