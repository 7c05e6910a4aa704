//! 文字字段: the one list of the form's text fields, in the form's order. Facts hold each as stated, the draft as typed.

use crate::draft::Draft;
use crate::facts::{Facts, Stated};

macro_rules! text_fields {
    ($($name:ident),+ $(,)?) => {
        impl Facts {
            /// Every text field by its name; the first [`PLACES`] say where.
            #[must_use]
            pub fn texts(&self) -> Vec<(&'static str, &Stated)> {
                vec![$((stringify!($name), &self.$name)),+]
            }

            /// The same, to be stated.
            pub fn texts_mut(&mut self) -> Vec<(&'static str, &mut Stated)> {
                vec![$((stringify!($name), &mut self.$name)),+]
            }
        }

        impl Draft {
            /// Every text field as typed, in the order of [`Facts::texts`].
            #[must_use]
            pub fn texts(&self) -> Vec<&str> {
                vec![$(self.$name.as_str()),+]
            }

            /// Where each is typed.
            pub fn texts_mut(&mut self) -> Vec<&mut String> {
                vec![$(&mut self.$name),+]
            }
        }
    };
}

/// How many of the fields, the first ones, say where it happened.
pub const PLACES: usize = 4;

text_fields! {
    town,
    place,
    site,
    unit,
    source,
    course,
    building,
    forces,
    measures,
    cause,
    scene_leader,
    opinion,
    next_step,
    requests,
    aftermath,
    lessons,
    verified_by,
}

impl Facts {
    /// The text field of that name; none where the form has no such text.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&Stated> {
        self.texts().into_iter().find(|(known, _)| *known == name).map(|(_, stated)| stated)
    }
}
