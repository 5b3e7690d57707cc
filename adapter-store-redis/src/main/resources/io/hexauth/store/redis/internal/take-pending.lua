-- KEYS: 1 the hash of the pending authorization
if redis.replicate_commands then
  redis.replicate_commands()
end
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]

local there = redis.call('HMGET', KEYS[1], 'purge_at', 'fmt', 'key_id', 'ct')
if not there[1] then
  return {}
end
redis.call('DEL', KEYS[1])
if tonumber(there[1]) <= now then
  return {}
end
return { there[2], there[3], there[4] }
