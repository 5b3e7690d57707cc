-- KEYS: 1 the hash of the pending authorization
-- ARGV: 1 format, 2 key id, 3 document, 4 lifetime, 5 this call: Lettuce may send it twice
if redis.replicate_commands then
  redis.replicate_commands()
end
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]

local there = redis.call('HMGET', KEYS[1], 'put_by', 'taken_by', 'purge_at')
if there[1] and not there[2] and tonumber(there[3]) > now then
  return { there[1] == ARGV[5] and '1' or '0' }
end

local purge_at = now + ARGV[4]
if redis.call('EXISTS', KEYS[1]) == 1 then
  redis.call('DEL', KEYS[1])
end
redis.call(
  'HSET', KEYS[1], 'put_by', ARGV[5], 'purge_at', string.format('%.0f', purge_at),
  'fmt', ARGV[1], 'key_id', ARGV[2], 'ct', ARGV[3])
redis.call('PEXPIREAT', KEYS[1], string.format('%.0f', math.ceil(purge_at / 1000)))
return { '1' }
