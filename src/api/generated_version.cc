// Written by scripts/generate_api.py from botocore's service models. Do not edit.
#include "api/api.h"

namespace lakemirror::api {

std::string_view model_version() { return "1.43.11"; }

}  // namespace lakemirror::api
