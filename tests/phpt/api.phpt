--TEST--
What is there is what the stub says: every class, method, parameter, type and default
--FILE--
<?php
$stub = file_get_contents(dirname(__DIR__, 2) . '/ext/touchline.stub.php');
eval('?>' . str_replace('namespace Touchline', 'namespace Told', $stub));

function told(ReflectionFunctionAbstract $f): string
{
    $parameters = array_map(static fn (ReflectionParameter $p) => $p->getType() . ($p->isVariadic() ? ' ...$' : ' $') . $p->getName()
        . ($p->isDefaultValueAvailable() ? ' = ' . var_export($p->getDefaultValue(), true) : ''), $f->getParameters());
    $modifiers = $f instanceof ReflectionMethod ? implode(' ', Reflection::getModifierNames($f->getModifiers())) . ' ' : '';
    return $modifiers . $f->getShortName() . '(' . implode(', ', $parameters) . '): ' . $f->getReturnType();
}

function api(string $namespace): array
{
    $api = [];
    foreach (get_declared_classes() as $name) {
        if (! str_starts_with($name, "$namespace\\")) {
            continue;
        }
        $class = new ReflectionClass($name);
        $own = array_filter($class->getMethods(), static fn ($m) => $m->class === $name);
        $api[] = ($class->isFinal() ? 'final ' : '') . "class $name extends " . ($class->getParentClass() ? $class->getParentClass()->name : '-');
        array_push($api, ...array_map(static fn ($m) => "$name::" . told($m), array_values($own)));
    }
    foreach (array_merge(...array_values(get_defined_functions())) as $name) {
        if (str_starts_with($name, strtolower("$namespace\\"))) {
            $api[] = told(new ReflectionFunction($name));
        }
    }
    sort($api);
    return str_replace(["$namespace\\", 'Traversable|array'], ['', 'iterable'], $api);
}

$told = api('Told');
$there = api('Touchline');
echo count($told) > 15 && $told === $there ? 'the same' : "the stub says and is not there:\n" . implode("\n", array_diff($told, $there))
    . "\nis there and the stub does not say:\n" . implode("\n", array_diff($there, $told)), "\n";
?>
--EXPECT--
the same
