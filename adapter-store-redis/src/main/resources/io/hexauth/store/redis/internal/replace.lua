-- KEYS: 1 the hash of a grant
-- ARGV: 1 the expected revision; '' if the key must not exist
--       2 the latest instant for this write; '' for no limit
--       3 the end of the record's retention; '' for no end
--       4 the minimum time for which the key is kept; '' for no expiry
--       5 '1' to keep the stored document, '0' to replace or remove it
--       6 and following: all fields of the hash after the write, each followed by its value
-- Returns '1' if the record was written, otherwise '0'. Instants are microseconds since 1970, durations microseconds.

-- Redis does not roll back: HSET must not fail halfway through.
if #ARGV < 7 or #ARGV % 2 == 0 then
  return redis.error_reply('ERR a field has no value')
end

-- Before Redis 5, a script that reads the time must replicate its effects instead of the script.
if redis.replicate_commands then
  redis.replicate_commands()
end
local key = KEYS[1]
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]

-- true for a damaged hash without a revision, false for a key that does not exist.
local stored = redis.call('HGET', key, 'rev') or redis.call('EXISTS', key) == 1
local expected = ARGV[1] ~= '' and ARGV[1]
local late = ARGV[2] ~= '' and tonumber(ARGV[2]) < now
if stored ~= expected or late then
  return { '0' }
end

-- After its first write, Redis lets a script continue, even if the memory is full. So PERSIST comes first
-- if a record is replaced. A new record starts with HSET, which a full server refuses.
if stored then
  redis.call('PERSIST', key)
end
redis.call('HSET', key, unpack(ARGV, 6))

local kept = { ct = ARGV[5] == '1' }
for i = 6, #ARGV, 2 do
  kept[ARGV[i]] = true
end
for _, name in ipairs(redis.call('HKEYS', key)) do
  if not kept[name] then
    redis.call('HDEL', key, name)
  end
end

-- PEXPIREAT with a past instant would delete the key immediately.
if ARGV[4] ~= '' then
  local ends = math.max(tonumber(ARGV[3]) or 0, now + ARGV[4])
  redis.call('PEXPIREAT', key, string.format('%.0f', math.ceil(ends / 1000)))
end
return { '1' }
