#pragma once

#include <memory>

#include "aws/s3_client.h"
#include "journal/dynamodb/overflow.h"

namespace lakemirror::journal::dynamodb {

/// Overflow into a bucket (`journal_bucket` of the configuration).
class S3Overflow : public Overflow {
 public:
  S3Overflow(std::unique_ptr<aws::S3Client> client, std::string bucket)
      : client_(std::move(client)), bucket_(std::move(bucket)) {}

  Result<void> put(const std::string& name, const std::string& body) override {
    return client_->put_object(bucket_, name, body);
  }
  Result<std::string> get(const std::string& name) override { return client_->get_object(bucket_, name); }

 private:
  std::unique_ptr<aws::S3Client> client_;
  std::string bucket_;
};

}  // namespace lakemirror::journal::dynamodb
