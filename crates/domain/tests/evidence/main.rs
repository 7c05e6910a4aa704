//! The 留痕文件 as an inquiry uses it: what it says of itself, and what becomes of it in the hands of somebody who would
//! rather that it said something else.

#[cfg(test)]
mod changed;
#[cfg(test)]
mod forged;
#[cfg(test)]
mod room;
#[cfg(test)]
mod said;
