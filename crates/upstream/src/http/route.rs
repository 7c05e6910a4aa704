//! An address with its method, who serves it and how it is described: the router and the document are both made of these,
//! so nothing is served that is not described.

use axum::Router;
use axum::handler::Handler;
use axum::routing::{self, MethodRouter};

use super::operation::Operation;
use crate::upstream::Upstream;

/// One way to ask.
pub(super) struct Route {
    /// The address; what stands in braces is the asker's.
    pub(super) path: &'static str,
    /// The method, as the document spells it.
    pub(super) method: &'static str,
    /// How it is described.
    pub(super) operation: Operation,
    serves: MethodRouter<Upstream>,
}

impl Route {
    /// What a GET of this address is answered by.
    pub(super) fn get<T: 'static>(
        path: &'static str,
        handler: impl Handler<T, Upstream>,
        operation: Operation,
    ) -> Self {
        Self { path, method: "get", operation, serves: routing::get(handler) }
    }

    /// What a POST to this address is answered by.
    pub(super) fn post<T: 'static>(
        path: &'static str,
        handler: impl Handler<T, Upstream>,
        operation: Operation,
    ) -> Self {
        Self { path, method: "post", operation, serves: routing::post(handler) }
    }

    /// What a PUT to this address is answered by.
    pub(super) fn put<T: 'static>(
        path: &'static str,
        handler: impl Handler<T, Upstream>,
        operation: Operation,
    ) -> Self {
        Self { path, method: "put", operation, serves: routing::put(handler) }
    }

    /// Adds it to the router.
    pub(super) fn open(self, router: Router<Upstream>) -> Router<Upstream> {
        router.route(self.path, self.serves)
    }
}
