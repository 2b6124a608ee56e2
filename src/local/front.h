#pragma once

#include "local/identity.h"

namespace lakemirror::local {

/// Answers one HTTP request: chooses the protocol, verifies the signature, hands over.
HttpResponse serve(Aws& aws, Aws::State& state, const HttpRequest& request);

// The protocols. Each gets the request with its identity, or with the reason why it has none.
HttpResponse serve_json(Aws::State& state, const HttpRequest& request, const Result<Identity>& identity);
HttpResponse serve_rest_json(Aws::State& state, const HttpRequest& request, const Result<Identity>& identity);
/// Whether the request is one of Lake Formation's, the one service here whose operations are paths.
bool is_rest_json(const HttpRequest& request, const Result<Identity>& identity);
HttpResponse serve_query(Aws::State& state, const HttpRequest& request, const Result<Identity>& identity);
HttpResponse serve_s3(Aws::State& state, const HttpRequest& request, const Result<Identity>& identity);
/// The /_local/ endpoints: for whoever runs this server, unsigned, no part of AWS.
HttpResponse serve_admin(Aws& aws, const HttpRequest& request);

}  // namespace lakemirror::local
