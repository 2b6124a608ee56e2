#pragma once

#include <memory>

#include "aws/sender.h"

namespace lakemirror::aws {

/// Objects in S3. Whole objects only: configuration files and metadata, not data. Safe for concurrent use.
class S3Client {
 public:
  struct Place {
    std::string region = {};
    std::string endpoint =
        {};  ///< a configured URL, with the bucket in the path; empty: AWS's host of the Region
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
  Result<void> put_object(const std::string& bucket, const std::string& key, const std::string& body);

  Statistics statistics() const;

 private:
  struct Object {
    const std::string& bucket;
    const std::string& key;
  };
  HttpRequest request(const char* method, const Object& object, const std::string& region,
                      std::string body) const;
  /// AWS answers a request in the wrong Region with the Region of the bucket: goes there, once.
  Result<HttpResponse> send(OperationState& operation, const char* method, const Object& object,
                            const std::string& body = {});

  Place place_;
  Sender sender_;
  OperationState get_, head_, put_;
};

}  // namespace lakemirror::aws
