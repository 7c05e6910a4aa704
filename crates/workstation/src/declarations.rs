//! The TypeScript declarations of the types that cross the door.

use std::collections::BTreeMap;

use ts_rs::{Config, TS, TypeVisitor};

/// Every type that the commands name, each once.
#[derive(Default)]
pub(crate) struct Declarations {
    pub(crate) config: Config,
    pub(crate) found: BTreeMap<String, String>,
}

impl Declarations {
    /// A type, and whatever it names.
    pub(crate) fn take<T: TS + 'static + ?Sized>(&mut self) {
        // Only what has a file of its own is declared; primitives and lists are spelled in place.
        if T::output_path().is_some() {
            let ident = T::ident(&self.config);
            if self.found.contains_key(&ident) {
                return;
            }
            self.found.insert(ident, T::decl(&self.config));
        }
        T::visit_dependencies(self);
        T::visit_generics(self);
    }
}

impl TypeVisitor for Declarations {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        self.take::<T>();
    }
}
