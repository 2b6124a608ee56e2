#include "local/objects.h"

#include <openssl/evp.h>

namespace lakemirror::local {

namespace {

/// The MD5 of the data, as S3 makes the ETag of an object put in one part.
std::string etag_of(std::string_view data) {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int length = 0;
  EVP_Digest(data.data(), data.size(), digest, &length, EVP_md5(), nullptr);
  std::string out = "\"";
  for (unsigned int i = 0; i < length; ++i) out += fmt::format("{:02x}", digest[i]);
  return out + '"';
}

}  // namespace

bool ObjectStore::put(std::string_view account, std::string_view bucket, std::string_view key,
                      StoredObject object) {
  object.etag = etag_of(object.data);
  const std::lock_guard lock(mutex_);
  Bucket& found = buckets_[{std::string(account), std::string(bucket)}];
  const auto at = found.find(key);
  const std::size_t before = at == found.end() ? 0 : at->second->data.size();
  if (used_ - before + object.data.size() > capacity) return false;
  used_ = used_ - before + object.data.size();
  found.insert_or_assign(std::string(key), std::make_shared<const StoredObject>(std::move(object)));
  return true;
}

void ObjectStore::make_bucket(std::string_view account, std::string_view bucket) {
  const std::lock_guard lock(mutex_);
  buckets_.try_emplace({std::string(account), std::string(bucket)});
}

std::shared_ptr<const StoredObject> ObjectStore::get(std::string_view account, std::string_view bucket,
                                                     std::string_view key) const {
  const std::lock_guard lock(mutex_);
  const Bucket* found = find(account, bucket);
  if (found == nullptr) return nullptr;
  const auto at = found->find(key);
  return at == found->end() ? nullptr : at->second;
}

bool ObjectStore::has_bucket(std::string_view account, std::string_view bucket) const {
  const std::lock_guard lock(mutex_);
  return find(account, bucket) != nullptr;
}

void ObjectStore::erase(std::string_view account, std::string_view bucket, std::string_view key) {
  const std::lock_guard lock(mutex_);
  const auto found = buckets_.find({std::string(account), std::string(bucket)});
  if (found == buckets_.end()) return;
  const auto at = found->second.find(key);
  if (at == found->second.end()) return;
  used_ -= at->second->data.size();
  found->second.erase(at);
}

void ObjectStore::clear() {
  const std::lock_guard lock(mutex_);
  buckets_.clear();
  used_ = 0;
}

const ObjectStore::Bucket* ObjectStore::find(std::string_view account, std::string_view bucket) const {
  const auto at = buckets_.find({std::string(account), std::string(bucket)});
  return at == buckets_.end() ? nullptr : &at->second;
}

}  // namespace lakemirror::local
