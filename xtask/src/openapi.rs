//! The OpenAPI description of the program, read from the source of `web`: every route that is handed to the router, what its
//! handler takes from the address, and the fields of its form.
//!
//! Read and not written, so that it cannot fall behind: a route or a handler that cannot be read is an error, and a test
//! reads all of them (decision 11).

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result, bail};
use serde_json::{Map, Value, json};
use syn::punctuated::Punctuated;
use syn::visit::{self, Visit};
use syn::{Expr, FnArg, GenericArgument, Item, Lit, PathArguments, Token, Type};

use crate::source::{self, SourceFile};

/// Where the source of the pages lies.
const SOURCE: &str = "crates/web/src/";
/// Where those ask who show a secret in a header and have no session.
const SCIM: &str = "/scim/";
/// The methods of HTTP as the router's functions are called.
const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];
/// Functions and methods of a handler that take the name of a field of its form.
const READERS: [&str; 9] = [
    "sent",
    "value",
    "field",
    "get",
    "all",
    "one",
    "text",
    "is_on",
    "strip_prefix",
];

/// `cargo xtask openapi`: the description, on standard output.
pub(crate) fn print() -> Result<()> {
    println!("{:#}", of(&source::files()?)?);
    Ok(())
}

/// The description of the program whose source this is.
pub(crate) fn of(files: &[SourceFile]) -> Result<Value> {
    let modules = modules(files)?;
    let mut paths: BTreeMap<String, Map<String, Value>> = BTreeMap::new();
    for (place, module) in &modules {
        for route in &module.routes {
            let path = address(&modules, place, &route.path)?;
            for (method, handler) in &route.handlers {
                let operation = operation(&modules, place, handler, &path, method)
                    .with_context(|| format!("the handler of {method} {path}"))?;
                let before = paths.entry(path.clone()).or_default().insert(method.clone(), operation);
                if before.is_some() {
                    bail!("{method} {path} is handed to the router twice");
                }
            }
        }
    }
    Ok(json!({
        "openapi": "3.0.3",
        "info": {
            "title": "Nærvær",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Pages and forms of the program, the calendars it gives and the accounts a directory keeps \
                (SCIM 2.0). A form carries `csrf`, the token of the page it stands on; a program may send it as the \
                header `x-csrf-token`.",
            "license": { "name": "EUPL-1.2" },
        },
        "paths": paths,
        "components": { "securitySchemes": {
            "session": { "type": "apiKey", "in": "cookie", "name": "naervaer-session" },
            "directory": { "type": "http", "scheme": "bearer" },
        }},
    }))
}

/// Where a module is: `["case", "handle"]`.
type Place = Vec<String>;

/// What a file says that a description needs.
#[derive(Default)]
struct Module {
    routes: Vec<Route>,
    functions: BTreeMap<String, Function>,
    structs: BTreeMap<String, syn::ItemStruct>,
    enums: BTreeMap<String, syn::ItemEnum>,
    texts: BTreeMap<String, String>,
    /// Names of fields the module asks a form for.
    asked: BTreeSet<String>,
    uses: Vec<syn::ItemUse>,
}

/// A call of `.route(…)`.
struct Route {
    path: Expr,
    handlers: Vec<(String, syn::Path)>,
}

/// A function that can be a handler.
struct Function {
    told: String,
    takes: Vec<Type>,
    /// The type a JSON body is read into.
    json: Option<Type>,
}

fn modules(files: &[SourceFile]) -> Result<BTreeMap<Place, Module>> {
    let tests = source::test_only_paths(files);
    let mut modules = BTreeMap::new();
    for file in files
        .iter()
        .filter(|file| file.is_rust() && !tests.contains(&file.path))
    {
        let Some(inside) = file.path.strip_prefix(SOURCE) else {
            continue;
        };
        let mut place: Place = inside.trim_end_matches(".rs").split('/').map(str::to_owned).collect();
        if matches!(place.last().map(String::as_str), Some("mod" | "lib")) {
            place.pop();
        }
        let parsed = syn::parse_file(&file.text).with_context(|| format!("reading {}", file.path))?;
        let mut module = Module::default();
        for item in &parsed.items {
            take(item, &mut module)?;
        }
        modules.insert(place, module);
    }
    Ok(modules)
}

fn take(item: &Item, module: &mut Module) -> Result<()> {
    match item {
        Item::Fn(function) => {
            let mut reads = Reads::default();
            reads.visit_item_fn(function);
            module.routes.extend(reads.routes);
            module.asked.extend(reads.asked);
            if let Some(problem) = reads.problem {
                bail!("{problem}");
            }
            let takes = function.sig.inputs.iter();
            let takes = takes.filter_map(|input| match input {
                FnArg::Typed(typed) => Some((*typed.ty).clone()),
                FnArg::Receiver(_) => None,
            });
            let told = Function {
                told: told(&function.attrs),
                takes: takes.collect(),
                json: reads.json,
            };
            module.functions.insert(function.sig.ident.to_string(), told);
        }
        Item::Impl(of) => {
            let mut reads = Reads::default();
            reads.visit_item_impl(of);
            module.asked.extend(reads.asked);
        }
        Item::Struct(of) => {
            module.structs.insert(of.ident.to_string(), of.clone());
        }
        Item::Enum(of) => {
            module.enums.insert(of.ident.to_string(), of.clone());
        }
        Item::Const(of) => {
            if let Some(text) = literal(&of.expr) {
                module.texts.insert(of.ident.to_string(), text);
            }
        }
        Item::Use(of) => module.uses.push(of.clone()),
        _ => {}
    }
    Ok(())
}

/// The first sentence of a doc comment.
fn told(attributes: &[syn::Attribute]) -> String {
    let lines = attributes.iter().filter(|a| a.path().is_ident("doc"));
    let lines = lines.filter_map(|a| match &a.meta {
        syn::Meta::NameValue(pair) => literal(&pair.value),
        _ => None,
    });
    let text = lines.collect::<Vec<_>>().join("\n");
    let first = text.split("\n\n").next().unwrap_or_default().trim();
    first.lines().map(str::trim).collect::<Vec<_>>().join(" ")
}

fn literal(expression: &Expr) -> Option<String> {
    match expression {
        Expr::Lit(syn::ExprLit {
            lit: Lit::Str(text), ..
        }) => Some(text.value()),
        Expr::Reference(inner) => literal(&inner.expr),
        _ => None,
    }
}

/// What is read of a function: its routes, the fields it asks for, and what its JSON is.
#[derive(Default)]
struct Reads {
    routes: Vec<Route>,
    asked: BTreeSet<String>,
    json: Option<Type>,
    problem: Option<String>,
}

impl Reads {
    fn field(&mut self, named: &str, arguments: &Punctuated<Expr, Token![,]>) {
        if !READERS.contains(&named) {
            return;
        }
        let names = arguments.iter().filter_map(literal);
        let plain = |name: &String| {
            !name.is_empty()
                && name
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
        };
        self.asked.extend(names.filter(plain));
    }
}

impl<'ast> Visit<'ast> for Reads {
    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        let mut arguments = call.args.iter();
        if call.method == "route"
            && let (Some(path), Some(answers), None) = (arguments.next(), arguments.next(), arguments.next())
        {
            let mut handlers = Vec::new();
            match methods(answers, &mut handlers) {
                Ok(()) => self.routes.push(Route {
                    path: path.clone(),
                    handlers,
                }),
                Err(problem) => self.problem = Some(problem),
            }
        }
        self.field(&call.method.to_string(), &call.args);
        visit::visit_expr_method_call(self, call);
    }

    fn visit_expr_call(&mut self, call: &'ast syn::ExprCall) {
        if let Expr::Path(function) = &*call.func
            && let Some(last) = function.path.segments.last()
        {
            self.field(&last.ident.to_string(), &call.args);
        }
        visit::visit_expr_call(self, call);
    }

    fn visit_local(&mut self, local: &'ast syn::Local) {
        if let Some(init) = &local.init
            && let Some(read) = read_json(&init.expr)
        {
            let kind = match (&local.pat, read) {
                (_, Some(kind)) => Some(kind),
                (syn::Pat::Type(typed), None) => Some((*typed.ty).clone()),
                (syn::Pat::Struct(taken), None) => Some(Type::Path(syn::TypePath {
                    qself: None,
                    path: taken.path.clone(),
                })),
                _ => None,
            };
            self.json = self.json.take().or(kind);
        }
        visit::visit_local(self, local);
    }
}

/// Whether this is `read(&body)?`, and the type it is told to read.
fn read_json(expression: &Expr) -> Option<Option<Type>> {
    let Expr::Try(tried) = expression else { return None };
    let Expr::Call(call) = &*tried.expr else { return None };
    let Expr::Path(function) = &*call.func else { return None };
    let last = function.path.segments.last()?;
    (last.ident == "read" && call.args.len() == 1 && function.path.segments.len() == 1).then(|| inner(&last.arguments))
}

/// The methods of `get(…).post(…)` with their handlers.
fn methods(answers: &Expr, into: &mut Vec<(String, syn::Path)>) -> Result<(), String> {
    let (name, arguments) = match answers {
        Expr::MethodCall(call) => {
            methods(&call.receiver, into)?;
            if call.method == "layer" || call.method == "route_layer" {
                return Ok(());
            }
            (call.method.to_string(), &call.args)
        }
        Expr::Call(call) => match &*call.func {
            Expr::Path(function) => {
                let last = function.path.segments.last().map(|last| last.ident.to_string());
                (last.unwrap_or_default(), &call.args)
            }
            _ => return Err("a route whose answers are no `get(…)` or the like".to_owned()),
        },
        _ => return Err("a route whose answers are no `get(…)` or the like".to_owned()),
    };
    match arguments.first() {
        Some(Expr::Path(handler)) if METHODS.contains(&name.as_str()) => {
            into.push((name, handler.path.clone()));
            Ok(())
        }
        _ => Err(format!("a route with `{name}`, whose handler has no name")),
    }
}

/// The address of a route: a text, a constant, or a constant with a thing of it.
fn address(modules: &BTreeMap<Place, Module>, place: &Place, path: &Expr) -> Result<String> {
    let constant = |expression: &Expr| match expression {
        Expr::Path(named) => {
            let name = named.path.segments.last()?.ident.to_string();
            modules.get(place)?.texts.get(&name).cloned()
        }
        _ => None,
    };
    let bare = match path {
        Expr::Reference(inner) => &*inner.expr,
        other => other,
    };
    let found = match bare {
        Expr::Call(one) => one.args.first().and_then(constant).map(|kind| format!("{kind}/{{id}}")),
        other => literal(other).or_else(|| constant(other)),
    };
    let found = found.with_context(|| format!("a route of {} whose address cannot be read", place.join("::")))?;
    Ok(found.replace("{*", "{"))
}

/// The module and name a path in a module leads to.
fn named(place: &Place, path: &syn::Path) -> Option<(Place, String)> {
    let mut at = place.clone();
    let mut segments: Vec<String> = path.segments.iter().map(|s| s.ident.to_string()).collect();
    let name = segments.pop()?;
    for (n, segment) in segments.iter().enumerate() {
        match segment.as_str() {
            "self" => {}
            "crate" if n == 0 => at.clear(),
            "super" => {
                at.pop()?;
            }
            other => at.push(other.to_owned()),
        }
    }
    Some((at, name))
}

/// Where a name that a module uses comes from.
fn imported(module: &Module, place: &Place, name: &str) -> Option<Place> {
    fn leads(tree: &syn::UseTree, before: &[String], name: &str) -> Option<Vec<String>> {
        match tree {
            syn::UseTree::Path(path) => {
                let before: Vec<String> = before.iter().cloned().chain([path.ident.to_string()]).collect();
                leads(&path.tree, &before, name)
            }
            syn::UseTree::Name(last) => (last.ident == name).then(|| before.to_vec()),
            syn::UseTree::Group(group) => group.items.iter().find_map(|tree| leads(tree, before, name)),
            _ => None,
        }
    }
    let steps = module.uses.iter().find_map(|used| leads(&used.tree, &[], name))?;
    let mut at = place.clone();
    for (n, step) in steps.iter().enumerate() {
        match step.as_str() {
            "self" => {}
            "crate" if n == 0 => at.clear(),
            "super" => {
                at.pop()?;
            }
            other => at.push(other.to_owned()),
        }
    }
    Some(at)
}

/// The only type between `<` and `>`, or the first of them.
fn inner(arguments: &PathArguments) -> Option<Type> {
    match arguments {
        PathArguments::AngleBracketed(of) => of.args.iter().find_map(|argument| match argument {
            GenericArgument::Type(kind) => Some(kind.clone()),
            _ => None,
        }),
        _ => None,
    }
}

/// The last word of a type and what stands in its brackets.
fn word(kind: &Type) -> Option<(String, Option<Type>)> {
    match kind {
        Type::Path(path) => {
            let last = path.path.segments.last()?;
            Some((last.ident.to_string(), inner(&last.arguments)))
        }
        Type::Reference(of) => word(&of.elem),
        _ => None,
    }
}

/// What is known of values of a type.
struct Known<'m> {
    modules: &'m BTreeMap<Place, Module>,
    place: &'m Place,
}

impl Known<'_> {
    /// The module of a type by its name: here, above, or where it is taken from.
    fn home(&self, name: &str) -> Option<(&Place, &Module)> {
        let has = |place: &Place| {
            let (place, module) = self.modules.get_key_value(place)?;
            (module.structs.contains_key(name) || module.enums.contains_key(name)).then_some((place, module))
        };
        let here = self.modules.get(self.place)?;
        has(self.place).or_else(|| has(&imported(here, self.place, name)?))
    }

    fn schema(&self, kind: &Type) -> Value {
        let Some((name, inside)) = word(kind) else {
            return json!({ "type": "string" });
        };
        match name.as_str() {
            "Option" => inside.map_or_else(|| json!({}), |inside| self.schema(&inside)),
            "Vec" | "BTreeSet" | "HashSet" => {
                json!({ "type": "array", "items": inside.map_or_else(|| json!({}), |inside| self.schema(&inside)) })
            }
            "bool" => json!({ "type": "boolean" }),
            "u8" | "u16" | "u32" | "u64" | "usize" => json!({ "type": "integer", "minimum": 0 }),
            "i8" | "i16" | "i32" | "i64" => json!({ "type": "integer" }),
            "Date" => json!({ "type": "string", "format": "date" }),
            "HashMap" | "BTreeMap" => json!({ "type": "object" }),
            "Value" => json!({}),
            other => self.home(other).map_or_else(
                || json!({ "type": "string" }),
                |(place, module)| {
                    let there = Known {
                        modules: self.modules,
                        place,
                    };
                    match (module.structs.get(other), module.enums.get(other)) {
                        (Some(of), _) => there.object(of),
                        (_, Some(of)) => choice(of),
                        _ => json!({ "type": "string" }),
                    }
                },
            ),
        }
    }

    fn object(&self, of: &syn::ItemStruct) -> Value {
        let (mut fields, mut needed) = (Map::new(), Vec::new());
        for field in &of.fields {
            let Some(name) = &field.ident else { continue };
            let said = serde(&field.attrs);
            if said.flatten {
                if let Value::Object(inside) = self.schema(&field.ty)
                    && let Some(Value::Object(more)) = inside.get("properties")
                {
                    fields.extend(more.clone());
                }
                continue;
            }
            let name = said.rename.unwrap_or_else(|| name.to_string());
            let may_lack = said.default || word(&field.ty).is_some_and(|(word, _)| word == "Option");
            if !may_lack && !serde(&of.attrs).default {
                needed.push(name.clone());
            }
            fields.insert(name, self.schema(&field.ty));
        }
        let mut schema = json!({ "type": "object", "properties": fields });
        if !needed.is_empty() {
            schema["required"] = json!(needed);
        }
        schema
    }
}

/// One of several words.
fn choice(of: &syn::ItemEnum) -> Value {
    let said = serde(&of.attrs);
    let words = of.variants.iter().map(|variant| {
        let own = serde(&variant.attrs).rename;
        own.unwrap_or_else(|| in_case(&variant.ident.to_string(), said.all.as_deref()))
    });
    json!({ "type": "string", "enum": words.collect::<Vec<_>>() })
}

/// A name of the source as serde writes it.
fn in_case(name: &str, case: Option<&str>) -> String {
    let between = match case {
        Some("snake_case") => "_",
        Some("kebab-case") => "-",
        Some("lowercase") => "",
        _ => return name.to_owned(),
    };
    let mut out = String::new();
    for (n, letter) in name.chars().enumerate() {
        if letter.is_uppercase() && n > 0 {
            out.push_str(between);
        }
        out.extend(letter.to_lowercase());
    }
    out
}

/// What `#[serde(…)]` says.
#[derive(Default)]
struct Said {
    rename: Option<String>,
    all: Option<String>,
    default: bool,
    flatten: bool,
}

fn serde(attributes: &[syn::Attribute]) -> Said {
    let mut said = Said::default();
    for attribute in attributes.iter().filter(|a| a.path().is_ident("serde")) {
        // What else serde is told, such as a function to read with, is passed over.
        let _read_as_far_as_known = attribute.parse_nested_meta(|meta| {
            let value = if meta.input.peek(Token![=]) {
                Some(meta.value()?.parse::<Expr>()?)
            } else {
                None
            };
            let text = value.as_ref().and_then(literal);
            if meta.path.is_ident("rename") {
                said.rename = text;
            } else if meta.path.is_ident("rename_all") {
                said.all = text;
            } else if meta.path.is_ident("default") {
                said.default = true;
            } else if meta.path.is_ident("flatten") {
                said.flatten = true;
            }
            Ok(())
        });
    }
    said
}

/// The names of the places in an address.
fn places(path: &str) -> impl Iterator<Item = &str> {
    path.split('{').skip(1).filter_map(|part| part.split('}').next())
}

/// What one method of one address takes and gives.
fn operation(
    modules: &BTreeMap<Place, Module>,
    place: &Place,
    handler: &syn::Path,
    path: &str,
    method: &str,
) -> Result<Value> {
    let (home, name) = named(place, handler).context("a handler above the crate")?;
    let module = modules.get(&home);
    let function = module.and_then(|module| module.functions.get(&name));
    let (Some(module), Some(function)) = (module, function) else {
        bail!("`{}::{name}` is not where it should be", home.join("::"));
    };
    let known = Known { modules, place: &home };
    let mut parameters: Vec<Value> = Vec::new();
    let mut body = None;
    let mut kinds: Vec<Value> = Vec::new();
    for kind in &function.takes {
        let Some((word, inside)) = word(kind) else { continue };
        match (word.as_str(), inside) {
            ("Path", Some(Type::Tuple(all))) => kinds = all.elems.iter().map(|kind| known.schema(kind)).collect(),
            ("Path", Some(of)) => {
                let schema = known.schema(&of);
                kinds = match schema["properties"].as_object() {
                    Some(fields) => places(path)
                        .map(|p| fields.get(p).cloned().unwrap_or_default())
                        .collect(),
                    None => vec![schema],
                };
            }
            ("Query", Some(of)) => {
                let schema = known.schema(&of);
                let needed: Vec<&str> = strings(&schema["required"]).collect();
                for (name, schema) in schema["properties"].as_object().into_iter().flatten() {
                    parameters.push(json!({
                        "name": name, "in": "query", "required": needed.contains(&name.as_str()), "schema": schema,
                    }));
                }
            }
            ("Posted" | "Form", Some(of)) => {
                let mut schema = known.schema(&of);
                if schema["properties"].is_null() {
                    // A form of pairs: its fields are those the module asks for by name, and others may come.
                    let asked = module
                        .asked
                        .iter()
                        .map(|name| (name.clone(), json!({ "type": "string" })));
                    schema = json!({ "type": "object", "properties": asked.collect::<Map<_, _>>() });
                }
                body = Some(("application/x-www-form-urlencoded", schema));
            }
            ("Multipart", _) => {
                let asked = module
                    .asked
                    .iter()
                    .map(|name| (name.clone(), json!({ "type": "string" })));
                let mut fields: Map<String, Value> = asked.collect();
                fields.insert("file".to_owned(), json!({ "type": "string", "format": "binary" }));
                body = Some(("multipart/form-data", json!({ "type": "object", "properties": fields })));
            }
            ("Bytes", _) => {
                let schema = function.json.as_ref().context("a body that nothing is read from")?;
                body = Some(("application/scim+json", known.schema(schema)));
            }
            _ => {}
        }
    }
    for (n, name) in places(path).enumerate() {
        let schema = kinds.get(n).cloned().unwrap_or_else(|| json!({ "type": "string" }));
        let schema = match schema["type"].as_str() {
            Some("string") if schema["enum"].is_null() => json!({ "type": "string", "minLength": 1 }),
            _ => schema,
        };
        parameters.push(json!({ "name": name, "in": "path", "required": true, "schema": schema }));
    }
    let directory = path.starts_with(SCIM);
    let changes = method != "get";
    if changes && !directory {
        let (_, schema) = body.get_or_insert_with(|| {
            (
                "application/x-www-form-urlencoded",
                json!({ "type": "object", "properties": {} }),
            )
        });
        schema["properties"]["csrf"] = json!({ "type": "string" });
    }
    let mut told = json!({
        "operationId": format!("{method} {path}"),
        "summary": function.told,
        "tags": [path.split('/').nth(1).filter(|part| !part.is_empty()).unwrap_or("overview")],
        "parameters": parameters,
        "security": [if directory { json!({ "directory": [] }) } else { json!({ "session": [] }) }],
        "responses": { "default": {
            "description": "A page, a file or a step to another page; what may not be seen is \"not found\" (404)",
        }},
    });
    if let Some((kind, schema)) = body {
        told["requestBody"] = json!({ "content": { kind: { "schema": schema } } });
    }
    Ok(told)
}

fn strings(of: &Value) -> impl Iterator<Item = &str> {
    of.as_array().into_iter().flatten().filter_map(Value::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, text: &str) -> SourceFile {
        SourceFile {
            path: path.to_owned(),
            text: text.to_owned(),
        }
    }

    #[test]
    fn a_route_is_told_with_its_address_question_and_form() {
        let files = [
            file(
                "crates/web/src/case/mod.rs",
                r#"
                mod handle;
                fn routes() -> Router { Router::new().route("/cases/{id}/{page}", get(handle::show).post(handle::write)) }
                pub(super) struct Asked { #[serde(default)] from: String, count: u32, to: Option<Date> }
                "#,
            ),
            file(
                "crates/web/src/case/handle.rs",
                r#"
                use super::Asked;
                /// Shows
                /// a page.
                ///
                /// # Errors
                pub(super) async fn show(Path((id, page)): Path<(String, u32)>, Query(asked): Query<Asked>) -> Response {}
                pub(super) async fn write(Posted(fields): Posted<Vec<(String, String)>>) -> Response { sent(&fields, "reason"); }
                "#,
            ),
        ];
        let told = of(&files).unwrap();
        let (get, post) = (
            &told["paths"]["/cases/{id}/{page}"]["get"],
            &told["paths"]["/cases/{id}/{page}"]["post"],
        );
        assert_eq!(get["summary"], "Shows a page.");
        let named = |name: &str| {
            let all = get["parameters"].as_array().unwrap().iter();
            all.clone().find(|p| p["name"] == name).unwrap().clone()
        };
        assert_eq!(named("page")["schema"]["type"], "integer");
        assert_eq!(
            (named("from")["required"].clone(), named("count")["required"].clone()),
            (json!(false), json!(true))
        );
        assert_eq!(named("to")["schema"]["format"], "date");
        let form = &post["requestBody"]["content"]["application/x-www-form-urlencoded"]["schema"]["properties"];
        assert!(form["reason"].is_object() && form["csrf"].is_object(), "{form}");
    }

    #[test]
    fn a_route_that_cannot_be_read_is_an_error() {
        for routes in [
            r#".route("/a", any(show))"#,
            r#".route(&format!("/a"), get(show))"#,
            r#".route("/a", get(elsewhere::show))"#,
            r#".route("/a", get(|| async {}))"#,
            r#".route("/a", get(show)).route("/a", get(show))"#,
        ] {
            let text = format!("fn routes() {{ Router::new(){routes} }} async fn show() {{}}");
            assert!(of(&[file("crates/web/src/a.rs", &text)]).is_err(), "{routes}");
        }
    }

    /// Every route of the program is in its description: as many as the source hands to the router.
    #[test]
    fn every_route_of_the_program_is_told() {
        let files = source::files().unwrap();
        let told = of(&files).unwrap();
        let paths = told["paths"].as_object().unwrap();
        let handed: usize = files
            .iter()
            .filter(|file| file.path.starts_with(SOURCE) && file.is_rust())
            .flat_map(SourceFile::program_lines)
            .map(|(_, line)| line.matches(".route(").count())
            .sum();
        assert_eq!(paths.len(), handed);
        assert!(handed > 100, "{handed}");
        for (path, methods) in paths {
            for place in places(path) {
                for (method, told) in methods.as_object().unwrap() {
                    let named = told["parameters"]
                        .as_array()
                        .unwrap()
                        .iter()
                        .any(|p| p["name"] == place);
                    assert!(named, "{method} {path} does not say what {place} is");
                }
            }
        }
        let patch =
            &paths["/scim/v2/Groups/{id}"]["patch"]["requestBody"]["content"]["application/scim+json"]["schema"];
        assert_eq!(
            patch["properties"]["Operations"]["items"]["properties"]["op"]["type"], "string",
            "{patch}"
        );
        let sign_in = &paths["/sign-in"]["post"]["requestBody"]["content"];
        let fields = &sign_in["application/x-www-form-urlencoded"]["schema"]["properties"];
        assert!(fields["password"].is_object(), "{fields}");
    }
}
