-- The beginning of every script about a grant: reads the record, and knows how to write and answer.
-- KEYS[1] is the hash of the grant. Instants are microseconds since 1970 and durations
-- microseconds, all below 2^53, so that they are exact in Lua's doubles. '' stands for absent.

-- Before Redis 5 a script that asks for the time must say that its effects are replicated, not it.
if redis.replicate_commands then
  redis.replicate_commands()
end

local NAMES = {
  'layout', 'grant_id', 'gen', 'epoch', 'state', 'attempt', 'owner', 'attempt_id', 'lease_until',
  'not_before', 'err_code', 'fmt', 'key_id', 'access_exp', 'created_at', 'updated_at', 'purge_at',
  'ct'
}
local STATES = { IDLE = true, INTENT = true, DEAD = true, TOMBSTONE = true }

local key = KEYS[1]
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]

local function text(number)
  return string.format('%.0f', number)
end

local function plus(a, b)
  return text(tonumber(a) + tonumber(b))
end

local function read()
  local values = redis.call('HMGET', key, unpack(NAMES))
  local found = {}
  for i, name in ipairs(NAMES) do
    found[name] = values[i] or ''
  end
  if found.layout == '' and redis.call('EXISTS', key) == 0 then
    return nil
  end
  return found
end

local function is_ahead(instant)
  return instant ~= '' and tonumber(instant) > now
end

-- A lease that runs keeps its record: what was asked for under it must find a place.
local function is_over(found)
  return found.purge_at ~= '' and not is_ahead(found.purge_at) and not is_ahead(found.lease_until)
end

local row = read()

-- What a newer version wrote is shown, and touched by nobody.
local unknown = row ~= nil and (row.layout ~= '1' or not STATES[row.state])
if row ~= nil and not unknown and is_over(row) then
  row = nil
end

local function answer(done)
  if row == nil then
    return { done and '1' or '0', text(now) }
  end
  local values = { done and '1' or '0', text(now) }
  for _, name in ipairs(NAMES) do
    values[#values + 1] = row[name]
  end
  return values
end

local function is_version(id, gen)
  return row ~= nil and not unknown and row.grant_id == id and row.gen == gen
end

local function expire()
  if row.purge_at == '' then
    redis.call('PERSIST', key)
    return
  end
  local at = tonumber(row.purge_at)
  if is_ahead(row.lease_until) then
    at = math.max(at, tonumber(row.lease_until))
  end
  redis.call('PEXPIREAT', key, text(math.ceil(at / 1000)))
end

local function set(changes)
  local command = { 'HSET', key }
  for name, value in pairs(changes) do
    if value ~= '' then
      command[#command + 1] = name
      command[#command + 1] = value
    end
  end
  redis.call(unpack(command))
end

local function clear(changes)
  local command = { 'HDEL', key }
  for name, value in pairs(changes) do
    if value == '' then
      command[#command + 1] = name
    end
  end
  if #command > 2 then
    redis.call(unpack(command))
  end
end

local function changed(changes)
  changes.updated_at = text(now)
  for name, value in pairs(changes) do
    row[name] = value
  end
end

-- Once a script has written, Redis lets it go on however little memory is left. What asks for
-- something new sets first, and is refused as a whole; what brings something in clears first.
local function start(changes)
  changed(changes)
  set(changes)
  clear(changes)
  expire()
end

local function finish(changes)
  changed(changes)
  clear(changes)
  set(changes)
  expire()
end

local function create(fields)
  row = {}
  for _, name in ipairs(NAMES) do
    row[name] = ''
  end
  fields.layout = '1'
  fields.created_at = text(now)
  changed(fields)
  if redis.call('EXISTS', key) == 1 then
    redis.call('DEL', key)
  end
  set(fields)
  expire()
end
