#pragma once

#include <memory>

#include "aws/sender.h"

namespace lakemirror::aws {

/// Objects in S3. Whole objects only: configuration files and metadata, not data. Safe for concurrent use.
class S3Client {
 public:
  struct Place {
    std::string region = {};
    std::string url = {};     ///< "https://s3.eu-west-1.amazonaws.com" or a configured endpoint
    bool path_style = false;  ///< the bucket stands in the path: always so at a configured endpoint
  };
  S3Client(Place place, SenderParts parts);

  struct ObjectInfo {
    std::uint64_t size = 0;
    std::string etag = {};  ///< in its quotes
    std::string content_type = {};
  };

  /// The whole object (at most 64 MB). `missing` when bucket or key do not exist.
  Result<std::string> get_object(const std::string& bucket, const std::string& key);
  Result<ObjectInfo> head_object(const std::string& bucket, const std::string& key);
  Result<void> put_object(const std::string& bucket, const std::string& key, std::string body);

  Statistics statistics() const;

 private:
  /// Checks the bucket's name and makes the request for its object.
  Result<HttpRequest> request(const char* method, const std::string& bucket, const std::string& key,
                              std::string body);
  Result<HttpResponse> send(OperationState& operation, const char* method, const std::string& bucket,
                            const std::string& key, std::string body = {});

  Place place_;
  Sender sender_;
  OperationState get_, head_, put_;
};

}  // namespace lakemirror::aws
