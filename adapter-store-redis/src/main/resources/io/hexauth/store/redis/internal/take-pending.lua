-- KEYS: 1 the hash of the pending authorization
-- ARGV: 1 this call: Lettuce may send it twice, 2 for how many milliseconds that is possible
if redis.replicate_commands then
  redis.replicate_commands()
end
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]

local there = redis.call('HMGET', KEYS[1], 'taken_by', 'purge_at', 'fmt', 'key_id', 'ct')
if not there[2] then
  return {}
end
if there[1] then
  return there[1] == ARGV[1] and { there[3], there[4], there[5] } or {}
end
if tonumber(there[2]) <= now then
  return {}
end
-- In this order: after a write Redis lets a script go on however little memory is left.
redis.call('PEXPIRE', KEYS[1], ARGV[2])
redis.call('HSET', KEYS[1], 'taken_by', ARGV[1])
return { there[3], there[4], there[5] }
