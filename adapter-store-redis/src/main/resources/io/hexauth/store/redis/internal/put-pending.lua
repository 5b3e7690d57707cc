-- KEYS: 1 the hash of the pending authorization
-- ARGV: 1 format, 2 key id, 3 document, 4 lifetime in microseconds

-- Before Redis 5, a script that reads the time must replicate its effects instead of the script.
if redis.replicate_commands then
  redis.replicate_commands()
end
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]

local ends = redis.call('HGET', KEYS[1], 'purge_at')
if ends and tonumber(ends) > now then
  return { '0' }
end

-- One HSET comes first, because a full server refuses it. It overwrites an expired entry completely.
local purge_at = now + ARGV[4]
redis.call(
  'HSET', KEYS[1], 'purge_at', string.format('%.0f', purge_at),
  'fmt', ARGV[1], 'key_id', ARGV[2], 'ct', ARGV[3])
redis.call('PEXPIREAT', KEYS[1], string.format('%.0f', math.ceil(purge_at / 1000)))
return { '1' }
