-- KEYS: 1 the hash of a grant
-- ARGV: 1 the expected revision; '' if the key must not exist
--       2 the last instant for this write; '' for no bound
--       3 when the record is of no use any more; '' for never
--       4 how long the key is kept at least; '' for ever
--       5 '1' if the stored document stays as it is, else '0'
--       6 and following: all fields that the hash has afterwards, each followed by its value
-- Returns '1' if it was written, else '0'. Instants are microseconds since 1970, durations microseconds.

-- Redis does not roll back: HSET must not fail halfway through.
if #ARGV < 7 or #ARGV % 2 == 0 then
  return redis.error_reply('ERR a field has no value')
end

-- Before Redis 5 a script that asks for the time must say that its effects are replicated, not it.
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

-- Once a script has written, Redis lets it go on, even if the memory is full. So PERSIST comes first
-- where a record is replaced. A new record starts with HSET, which a full server refuses.
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

-- PEXPIREAT with an instant that is past would remove the key at once.
if ARGV[4] ~= '' then
  local ends = math.max(tonumber(ARGV[3]) or 0, now + ARGV[4])
  redis.call('PEXPIREAT', key, string.format('%.0f', math.ceil(ends / 1000)))
end
return { '1' }
