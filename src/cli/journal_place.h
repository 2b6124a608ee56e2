#pragma once

#include <memory>
#include <optional>
#include <string>

#include "aws/http_client.h"
#include "cli/context.h"
#include "config/configuration.h"
#include "journal/dynamodb/dynamo_journal.h"
#include "journal/journal.h"
#include "journal/lease.h"

namespace lakemirror::cli {

/// The name of the table, where a journal's place is dynamodb://TABLE.
std::optional<std::string> journal_table(const std::string& place);

/// The client that reaches the table: at the target, or where AWS_ENDPOINT_URL_DYNAMODB says.
Result<std::unique_ptr<aws::HttpClient>> connect_table(Context& context,
                                                       const config::Configuration& configuration);

Result<std::unique_ptr<journal::dynamodb::DynamoJournal>> open_table(
    Context& context, const config::Configuration& configuration, const std::string& table);

/// This machine and process, for people who wonder who has the lease.
std::string own_name();

}  // namespace lakemirror::cli
