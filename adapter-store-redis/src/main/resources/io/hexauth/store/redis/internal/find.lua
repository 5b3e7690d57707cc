-- KEYS: 1 the hash of a grant
-- ARGV: 1 '1' with the document, '0' without it
-- Returns the server's clock in seconds and microseconds, then each field and its value.
local time = redis.call('TIME')
local fields = redis.call('HGETALL', KEYS[1])

local answer = { time[1], time[2] }
for i = 1, #fields, 2 do
  if ARGV[1] == '1' or fields[i] ~= 'ct' then
    answer[#answer + 1] = fields[i]
    answer[#answer + 1] = fields[i + 1]
  end
end
return answer
